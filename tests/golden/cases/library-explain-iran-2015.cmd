# What Moscow would have had otherwise.
explain scenarios/iran-2015.json --design moscow --threads 1
