show tests/golden/scenarios/sale.json
