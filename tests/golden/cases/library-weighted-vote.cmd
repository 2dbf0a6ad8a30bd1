# Fifteen votes, five vetoes.
solve scenarios/weighted-vote.json --threads 1
