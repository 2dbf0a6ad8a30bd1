negotiate --protocol single-text --strategy annealer --strategy france=hill --sessions 40 --rounds 20 --trace 2 --format json scenarios/locarno.json
