# What a trigger is worth.
explain scenarios/no-mechanism.json --design french --threads 1
