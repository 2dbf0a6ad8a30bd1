# Two scenarios that have little in common.
compare tests/golden/scenarios/sale.json tests/golden/scenarios/two-guarantors.json --format json --threads 1
