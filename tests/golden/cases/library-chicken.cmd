# A two by two game.
solve scenarios/chicken.json --threads 1
