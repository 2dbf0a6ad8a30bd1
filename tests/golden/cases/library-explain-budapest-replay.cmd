# A duty, and a veto.
explain scenarios/budapest-replay.json --design veto-1994 --threads 1
