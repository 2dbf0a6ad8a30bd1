explain --design istanbul scenarios/istanbul-2022.json
