# Three states, with and without a threshold.
solve scenarios/barrett-3.json --threads 1
