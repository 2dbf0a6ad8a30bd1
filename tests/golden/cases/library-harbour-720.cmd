solve scenarios/harbour-720.json
