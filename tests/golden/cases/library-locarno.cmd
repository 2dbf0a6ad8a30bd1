# Who establishes the breach.
solve scenarios/locarno.json --threads 1
