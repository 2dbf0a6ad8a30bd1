# One acts and the other does not.
explain scenarios/two-guarantors.json --design one --threads 1
