# Every line drawn.
solve scenarios/istanbul-redlines.json --threads 1
