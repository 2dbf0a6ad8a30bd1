# The British pledge without the American one.
explain scenarios/guarantee-1919.json --design after-no --threads 1
