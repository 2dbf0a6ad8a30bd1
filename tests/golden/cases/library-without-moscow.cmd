# Russia is not asked.
solve scenarios/without-moscow.json --threads 1
