# What did the first version of the model say of Istanbul?
solve scenarios/istanbul-2022-first.json --threads 1
