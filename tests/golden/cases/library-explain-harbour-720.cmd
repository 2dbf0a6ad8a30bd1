# The largest sum is no deal.
explain scenarios/harbour-720.json --design largest-sum --threads 1
