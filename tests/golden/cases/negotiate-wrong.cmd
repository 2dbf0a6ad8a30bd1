negotiate --strategy ital=linear scenarios/locarno.json
