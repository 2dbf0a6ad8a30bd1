# Ten states, two thresholds.
solve scenarios/barrett-10.json --threads 1
