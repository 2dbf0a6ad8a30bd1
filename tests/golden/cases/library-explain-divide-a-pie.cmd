# A half each.
explain scenarios/divide-a-pie.json --design half --threads 1
