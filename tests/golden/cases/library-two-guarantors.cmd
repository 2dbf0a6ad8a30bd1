# Both act or nobody does.
solve scenarios/two-guarantors.json --threads 1
