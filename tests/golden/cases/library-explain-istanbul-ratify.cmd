# Six votes to come.
explain scenarios/istanbul-ratify.json --design sure --threads 1
