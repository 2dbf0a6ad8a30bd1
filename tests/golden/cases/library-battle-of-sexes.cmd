# Two equilibria, one better for each.
solve scenarios/battle-of-sexes.json --threads 1
