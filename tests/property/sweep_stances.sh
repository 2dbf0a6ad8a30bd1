#!/bin/sh
# Stances as outputs of a sweep, worked out from designs alone, against the concordance of whole solves; readings as
# parameters against --reading; and solve_where, which leaves the whole space alone where it does not hold.
# Usage: sweep_stances.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
first=$root/scenarios/istanbul-2022-first.json
at=/actors/germany/reservation
echo 1..3

"$parley" sweep "$first" --vary "$at=0.3,0.46,0.75" --of 'concordance.all,concordance.*' --out stances 2>err
for value in 0.3 0.46 0.75; do "$parley" solve "$first" --set "$at=$value" --format json -o "$value.json" 2>>err; done
python3 - <<'PYTHON' >log 2>&1 && echo "ok 1 - stances are those of whole solves" || { echo "not ok 1 - stances are those of whole solves"; sed 's/^/# /' err log; }
import csv, json
rows = list(csv.DictReader(open("stances/results.csv")))
assert len(rows) == 3
seen = set()
for row in rows:
    result = json.load(open(row["/actors/germany/reservation"] + ".json"))
    broken = False
    for id, stance in result["concordance"].items():
        cell, status = row["concordance." + id], stance["status"]
        want = {"not modelled": "", "contradicted": "0"}.get(status.replace("_", " "), "1")
        assert cell == want, (row["run"], id, status, cell)
        seen.add(want)
        broken |= status == "contradicted"
    assert row["concordance.all"] == ("0" if broken else "1"), row["run"]
assert seen == {"", "0", "1"}, seen
PYTHON

pie=$root/scenarios/divide-a-pie.json
"$parley" sweep "$pie" --vary /readings/drawn --of talks.payoff.ann --out readings 2>err
cells=$(cut -d, -f2,3 readings/results.csv | sed 1d | tr '\n' ' ')
off=$("$parley" solve "$pie" --format json | python3 -c 'import json, sys; print(json.load(sys.stdin)["talks"]["payoffs"]["ann"])')
on=$("$parley" solve "$pie" --reading drawn --format json | python3 -c 'import json, sys; print(json.load(sys.stdin)["talks"]["payoffs"]["ann"])')
[ "$cells" = "false,$off true,$on " ] && [ "$on" != "$off" ] && echo "ok 2 - a reading is a parameter" || {
  echo "not ok 2 - a reading is a parameter"
  sed "s/^/# /" err
  echo "# $cells, expected false,$off true,$on"
}

cat >plan.json <<PLAN
{ "sweep": 1, "scenario": "$first", "method": "grid", "solve_where": "concordance.all",
  "parameters": [ { "at": "$at", "values": [0.46, 0.75] } ], "outputs": ["concordance.all", "acceptable.count"] }
PLAN
"$parley" sweep plan.json --out where 2>err
cells=$(cut -d, -f3,4,5 where/results.csv | sed 1d | tr '\n' ' ')
[ "$cells" = "1,385470,ok 0,,ok " ] && echo "ok 3 - solved whole only where asked" || {
  echo "not ok 3 - solved whole only where asked"
  sed "s/^/# /" err
  echo "# $cells"
}
