# Before the parliaments.
solve scenarios/istanbul-ratify.json --threads 1
