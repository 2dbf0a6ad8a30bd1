# Where was the room between positions that shut each other out?
solve scenarios/iran-2015.json --threads 1
