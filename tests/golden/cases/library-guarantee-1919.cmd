# Both pledges or none, and what the vote leaves.
solve scenarios/guarantee-1919.json --threads 1
