# The two readings of one duty.
solve scenarios/belgium-1839.json --threads 1
