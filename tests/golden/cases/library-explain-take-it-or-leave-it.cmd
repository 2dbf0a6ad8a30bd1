# Two thirds, nearly.
explain scenarios/take-it-or-leave-it.json --design half-way --threads 1
