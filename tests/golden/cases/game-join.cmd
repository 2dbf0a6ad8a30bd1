game --of join --design pact --find pure,logit --lambda 5 scenarios/two-guarantors.json
