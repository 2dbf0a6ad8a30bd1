explain --design loose tests/golden/scenarios/two-guarantors.json
