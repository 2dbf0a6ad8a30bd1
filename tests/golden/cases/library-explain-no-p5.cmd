# Poland and Canada are a little short.
explain scenarios/no-p5.json --design willing --threads 1
