# Nothing deters under unanimity with Russia.
explain scenarios/russia-inside.json --design unanimity --threads 1
