solve --format csv tests/golden/scenarios/two-guarantors.json
