game --of join --design both --find pure,logit --lambda 5 scenarios/two-guarantors.json
