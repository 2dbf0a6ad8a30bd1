# The fourth would rather be outside.
explain scenarios/barrett-10.json --design of-4 --threads 1
