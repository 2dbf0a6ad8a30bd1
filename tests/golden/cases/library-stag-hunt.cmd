# The better and the safer equilibrium.
solve scenarios/stag-hunt.json --threads 1
