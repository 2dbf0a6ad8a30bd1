# A right to act alone.
solve scenarios/cyprus-1960.json --threads 1
