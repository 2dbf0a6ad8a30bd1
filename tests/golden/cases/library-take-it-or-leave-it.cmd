# The price of asking for more.
solve scenarios/take-it-or-leave-it.json --threads 1
