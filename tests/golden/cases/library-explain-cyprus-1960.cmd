# One acts alone.
explain scenarios/cyprus-1960.json --design y1974 --threads 1
