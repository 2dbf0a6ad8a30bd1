# Four deadlines.
solve scenarios/clock-sweep.json --threads 1
