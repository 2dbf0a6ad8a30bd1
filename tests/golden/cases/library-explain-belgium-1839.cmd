# A duty of all, the attacker among them.
explain scenarios/belgium-1839.json --design treaty-collective --threads 1
