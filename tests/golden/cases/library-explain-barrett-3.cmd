# Three hold it.
explain scenarios/barrett-3.json --design of-3 --threads 1
