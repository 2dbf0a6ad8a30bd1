game scenarios/games/chicken.nfg
