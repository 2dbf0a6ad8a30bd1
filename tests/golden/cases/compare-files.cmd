# Without solving.
compare --no-solve scenarios/istanbul-2022.json scenarios/istanbul-redlines.json
