solve scenarios/istanbul-2022.json
