# Poland and the German reading.
explain scenarios/istanbul-2022-informed.json --design german --threads 1
