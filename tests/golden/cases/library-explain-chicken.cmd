# Each would go straight.
explain scenarios/chicken.json --design swerve-swerve --threads 1
