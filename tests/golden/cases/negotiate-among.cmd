negotiate --among boulware,linear,micro --rounds 10 scenarios/divide-a-pie.json
