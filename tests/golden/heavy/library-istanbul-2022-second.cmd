# The second version of the model.
solve scenarios/istanbul-2022-second.json --threads 1
