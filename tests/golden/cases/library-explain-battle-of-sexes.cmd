# Two standards.
explain scenarios/battle-of-sexes.json --design north-south --threads 1
