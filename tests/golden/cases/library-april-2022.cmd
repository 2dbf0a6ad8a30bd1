# Who decides, and how large an army.
solve scenarios/april-2022.json --threads 1
