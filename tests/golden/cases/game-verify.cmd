game --verify tests/golden/scenarios/profile.json scenarios/games/chicken.nfg
