robust scenarios/two-guarantors.json --n 64 --fresh 256 --top 2 --over sustained --format json
