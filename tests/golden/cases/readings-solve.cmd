solve --reading hard --threads 1 tests/golden/scenarios/readings.json
