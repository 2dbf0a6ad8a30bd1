# Offers in turn.
solve scenarios/divide-a-pie.json --threads 1
