# Fourteen and a veto.
explain scenarios/weighted-vote.json --design veto --threads 1
