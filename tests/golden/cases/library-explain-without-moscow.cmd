# Not enough for Ukraine.
explain scenarios/without-moscow.json --design agreements --threads 1
