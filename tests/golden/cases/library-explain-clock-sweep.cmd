# Thirty days.
explain scenarios/clock-sweep.json --design d30 --threads 1
