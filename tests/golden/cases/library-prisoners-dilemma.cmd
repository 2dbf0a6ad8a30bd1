# One equilibrium, worse for both.
solve scenarios/prisoners-dilemma.json --threads 1
