solve --width 60 --red-lines all --set /actors/home/reservation=0.9 tests/golden/scenarios/two-guarantors.json
