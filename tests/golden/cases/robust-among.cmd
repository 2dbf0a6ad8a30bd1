robust scenarios/belgium-1839.json --n 64 --fresh 256 --among top:2 --top 2
