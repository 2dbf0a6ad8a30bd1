# Three rules with Russia at the table.
solve scenarios/russia-inside.json --threads 1
