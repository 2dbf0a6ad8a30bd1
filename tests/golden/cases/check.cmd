check scenarios/istanbul-2022.json tests/golden/scenarios/sale.json
