# One number moved.
compare tests/golden/scenarios/two-guarantors.json --set /actors/home/reservation=0.9 --threads 1
