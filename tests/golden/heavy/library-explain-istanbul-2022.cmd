explain scenarios/istanbul-2022.json --design istanbul
