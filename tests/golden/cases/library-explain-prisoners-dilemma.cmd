# Each would rather arm.
explain scenarios/prisoners-dilemma.json --design disarm-disarm --threads 1
