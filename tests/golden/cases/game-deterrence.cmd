game scenarios/games/deterrence.efg --format json
