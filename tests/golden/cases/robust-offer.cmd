robust scenarios/sweeps/take-it-or-leave-it.json
