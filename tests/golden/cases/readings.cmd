readings tests/golden/scenarios/readings.json
