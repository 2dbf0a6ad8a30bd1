# Two files, and everything that there is to choose from.
list tests/golden/scenarios/sale.json scenarios/budapest-replay.json
