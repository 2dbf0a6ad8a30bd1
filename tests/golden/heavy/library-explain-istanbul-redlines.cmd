# Ukraine is a little short.
explain scenarios/istanbul-redlines.json --design french --threads 1
