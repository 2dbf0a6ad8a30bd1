# Three rounds of paper.
solve scenarios/budapest-replay.json --threads 1
