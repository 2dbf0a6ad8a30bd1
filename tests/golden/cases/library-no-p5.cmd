# Without permanent members.
solve scenarios/no-p5.json --threads 1
