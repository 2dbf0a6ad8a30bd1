# Who decides matters more than the army.
explain scenarios/april-2022.json --design army-only --threads 1
