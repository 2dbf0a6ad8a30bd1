# One waits alone.
explain scenarios/stag-hunt.json --design stag-hare --threads 1
