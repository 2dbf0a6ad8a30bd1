explain --design istanbul --bundle response=aid scenarios/istanbul-2022-first.json
