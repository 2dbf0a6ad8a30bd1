explain --design uk-alone scenarios/locarno.json
