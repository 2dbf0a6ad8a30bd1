readings --format json tests/golden/scenarios/readings.json
