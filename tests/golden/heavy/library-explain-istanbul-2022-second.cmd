explain scenarios/istanbul-2022-second.json --design istanbul --threads 1
