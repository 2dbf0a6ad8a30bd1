check --set /actors/seller/reservaton=0.3 tests/golden/scenarios/sale.json
