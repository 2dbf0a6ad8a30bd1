negotiate --rounds 5 --strategy boulware --trace 1 scenarios/divide-a-pie.json
