explain scenarios/istanbul-2022-first.json --design istanbul
