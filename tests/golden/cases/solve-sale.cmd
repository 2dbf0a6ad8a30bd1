solve tests/golden/scenarios/sale.json
