# Poland speaks.
solve scenarios/istanbul-2022-informed.json --threads 1
