# The French reading and its neighbours.
solve scenarios/no-mechanism.json --threads 1
