# The Council first.
explain scenarios/locarno.json --design breach --threads 1
