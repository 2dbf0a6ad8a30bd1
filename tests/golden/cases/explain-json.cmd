explain --design loose --bundle east=armies,clock=h72 --format json tests/golden/scenarios/two-guarantors.json
