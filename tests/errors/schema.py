"""Does the JSON Schema say the same as the program, as far as a schema can?

Usage: schema.py PROGRAM ROOT; prints TAP. The same of plans of sweeps. Four claims:
  * the schema is a schema, and every good file of the tree is valid under it;
  * every example of the format's field tables is valid under its own definition;
  * a broken file whose fault a schema can express (keys, types, single numbers) is not valid;
  * a changed file that the program accepts is valid: the schema is nowhere stricter. The changes are random, the seed
    is fixed and printed with a failure.
"""
import copy
import glob
import json
import os
import random
import re
import subprocess
import sys
import tempfile

import jsonschema

PROGRAM, ROOT = sys.argv[1], sys.argv[2]
SEED, CHANGES = 20220329, 200

# Faults that a schema cannot see, by file name: why.
BEYOND = {
    "P101": "JSON libraries take the last of two equal keys before a schema is asked",
    "P102-value-of-option": "which options there are",
    "P102-option-of-design": "which issues there are; and null removes in a part",
    "P102-game-payoff": "which players and strategies there are",
    "P102-a-part": "as a part it is good",
    "P102-capability": "who is a candidate; and null removes in a part",
    "P102-honour": "depends on another key, in a part",
    "P102-table": "in a part nothing is required",
    "P102-expect-and-reason": "the other key stands in another file",
    "P301-limit-of-talks": "compares two values",
    "P103-check": "which keys go with which",
    "P302-bounds": "compares two values",
}
EXPRESSED = ("P1", "P3")

results = []


def claim(ok, text, detail=""):
    results.append(ok)
    print(f"{'ok' if ok else 'not ok'} {len(results)} - {text}")
    for line in str(detail).splitlines() if not ok else []:
        print(f"# {line}")


def say(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def why(validator, value):
    return "\n".join(f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in list(validator.iter_errors(value))[:3])


def is_beyond(name):
    return any(name.startswith(key) for key in BEYOND)


def places(value, path=()):
    """Every (parent path, key) below value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(items):
        yield path, key
        yield from places(inner, path + (key,))


def changed(value, chance):
    """A copy with one to three values taken away, renamed, replaced or doubled."""
    value = copy.deepcopy(value)
    for _ in range(chance.randint(1, 3)):
        path, key = chance.choice(list(places(value)))
        parent = value
        for step in path:
            parent = parent[step]
        how = chance.randrange(4)
        if how == 0:
            del parent[key]
        elif how == 1 and isinstance(parent, dict):
            parent[chance.choice(["extra", "notes", "value", "cite", str(key) + "x", "$any"])] = parent.pop(key)
        elif how == 2:
            parent[key] = chance.choice([0, 0.5, 1, 7, -1, True, "word", "", [], {}, [0, 0.5, 1], {"value": 0.3},
                                         {"value": 0.3, "grade": "stated", "cite": ["x"], "notes": "n"}, ["a"]])
        else:
            _, other = chance.choice(list(places(value)))
            parent[key] = other if isinstance(other, str) else 0.25
    return value


def plans():
    schema = json.loads(say("schema", "--plan").stdout)
    validator = jsonschema.Draft202012Validator(schema)
    jsonschema.Draft202012Validator.check_schema(schema)
    claim(True, "the schema of plans is a schema of draft 2020-12")
    claim(schema == load(os.path.join(ROOT, "scenarios/sweeps/schema.json")), "scenarios/sweeps/schema.json is what the program prints",
          "parley schema --plan -o scenarios/sweeps/schema.json")
    for path in sorted(glob.glob(os.path.join(ROOT, "scenarios/sweeps/*.json"))):
        if os.path.basename(path) != "schema.json":
            claim(validator.is_valid(load(path)), f"good: {os.path.relpath(path, ROOT)}", why(validator, load(path)))
    tiny = os.path.join(ROOT, "tests/unit/scenario/tiny.json")
    full = {"sweep": 1, "title": "t", "scenario": tiny, "set": {"/actors/home/reservation": 0.3}, "red_lines": "all",
            "method": "morris", "n": 8, "seed": 3, "levels": 6, "renormalise": False, "uncertain": ["assumed"],
            "parameters": [{"at": ["/actors/home/reservation", "/actors/rival/reservation"], "name": "both", "low": 0, "high": 1,
                            "distribution": "normal", "mean": 0.5, "sd": 0.2},
                           {"at": "/actors/*/reservation", "together": True, "scale": True, "values": [0.8, 1]}],
            "points": [[0.1, 1]], "outputs": ["acceptable.count"]}
    claim(validator.is_valid(full), "good: a plan with most keys", why(validator, full))
    for words, broken in (("an unknown key", {"parametres": []}), ("an unknown method", {"method": "sobbol"}), ("half a run", {"n": 1.5}),
                          ("a parameter without a pointer", {"parameters": [{"low": 0}]}), ("no pointer", {"parameters": [{"at": "actors"}]}),
                          ("an unknown grade", {"uncertain": ["asumed"]}), ("no scenario", {"scenario": ""})):
        claim(not validator.is_valid({**full, **broken}), f"broken: {words}")
    small = {**{key: full[key] for key in ("sweep", "title", "scenario", "set", "red_lines", "seed", "renormalise", "outputs")},
             "method": "random", "n": 4, "parameters": [{**full["parameters"][0], "at": "/actors/home/reservation"},
                                                       {"at": ["/actors/rival/reservation"], "values": [0.1, 0.2], "notes": "n"}]}
    chance, stricter, accepted = random.Random(SEED), [], 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "changed.json")
        for number in range(CHANGES):
            value = changed(small, chance)
            with open(path, "w", encoding="utf-8") as file:
                json.dump(value, file)
            fine = "sweep" in value and say("sweep", path, "-j", "1", "--out", os.path.join(folder, str(number))).returncode == 0
            accepted += fine
            if fine and not validator.is_valid(value):
                stricter.append(f"change {number} of seed {SEED}: {why(validator, value)}")
    claim(not stricter, "what the program accepts as a plan is valid", "\n".join(stricter[:5]))
    claim(accepted > CHANGES // 20, "some of the changed plans are still good", f"{accepted} of {CHANGES}")


def main():
    schema = json.loads(say("schema").stdout)
    validator = jsonschema.Draft202012Validator(schema)
    jsonschema.Draft202012Validator.check_schema(schema)
    claim(True, "the schema is a schema of draft 2020-12")

    for pattern in ("scenarios/*.json", "models/*/*.json", "tests/unit/scenario/*.json"):
        for path in sorted(glob.glob(os.path.join(ROOT, pattern))):
            if os.path.basename(path) == "schema.json":
                continue
            value = load(path)
            claim(validator.is_valid(value), f"good: {os.path.relpath(path, ROOT)}", why(validator, value))

    shown = say("show", os.path.join(ROOT, "scenarios/istanbul-2022.json"))
    claim(shown.returncode == 0 and validator.is_valid(json.loads(shown.stdout)), "good: what show prints")

    with open(os.path.join(ROOT, "scenarios/README.md"), encoding="utf-8") as file:
        tables = file.read()
    for name, example in re.findall(r'### <a id="(\w+)"></a>.*\n\n```json\n(.*)\n```', tables):
        own = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})
        if name in schema["$defs"]:
            claim(own.is_valid(json.loads(example)), f"example of {name}", why(own, json.loads(example)))

    for path in sorted(glob.glob(os.path.join(ROOT, "tests/errors/scenario/*.json"))):
        name = os.path.basename(path)[:-5]
        if os.path.exists(path[:-5] + ".set"):
            continue
        try:
            valid = validator.is_valid(load(path))
        except ValueError:  # no JSON at all, or none in UTF-8
            continue
        if name.startswith(EXPRESSED):
            claim(valid == is_beyond(name), f"{'beyond a schema' if is_beyond(name) else 'broken'}: {name}",
                  f"the schema finds it {'valid' if valid else 'not valid'}")
        elif name.startswith("W"):
            claim(valid, f"warned of, but good: {name}", why(validator, load(path)))

    chance = random.Random(SEED)
    tiny = load(os.path.join(ROOT, "tests/unit/scenario/tiny.json"))
    stricter, accepted = [], 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "changed.json")
        for number in range(CHANGES):
            value = changed(tiny, chance)
            with open(path, "w", encoding="utf-8") as file:
                json.dump(value, file)
            said = say("check", path)
            if said.returncode not in (0, 3):
                claim(False, f"change {number} of seed {SEED}", f"exit code {said.returncode}: {said.stderr}")
            accepted += said.returncode == 0
            if said.returncode == 0 and not validator.is_valid(value):
                stricter.append(f"change {number} of seed {SEED}: {why(validator, value)}")
    claim(not stricter, "what the program accepts is valid", "\n".join(stricter[:5]))
    claim(accepted > CHANGES // 20, "some of the changed files are still good", f"{accepted} of {CHANGES}")
    plans()
    print(f"1..{len(results)}")


main()
