solve --top 3 tests/golden/scenarios/two-guarantors.json
