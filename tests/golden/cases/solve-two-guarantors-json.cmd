solve --format json --top 2 tests/golden/scenarios/two-guarantors.json
