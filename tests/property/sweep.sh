#!/bin/sh
# A sweep's table is the same bytes however its runs were done: threads, shards, kills, extension; and a run shown
# alone solves to what the table says. Usage: sweep.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
tiny=$root/tests/unit/scenario/tiny.json
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$root/tests/support/tap.sh"
refuses() { # refuses CODE TEXT COMMAND...
  wanted=$1 text=$2
  shift 2
  "$@" >out 2>err
  code=$?
  cat out err
  [ "$code" = "$wanted" ] && grep -q -- "$text" err
}
sweep() { "$parley" sweep "$@" >out 2>err || { sed "s/^/# /" err; false; }; }
all='acceptable.count,stable.count,sustained.count,design.*.acceptable,design.*.stable,design.*.sustained,design.*.join_equilibrium,design.*.refuses,nash.index,talks.outcome,/acceptable/count,/designs/*'
whole='acceptable.count,stable.count,nash.index,nash.option.duty,optimistic.value,talks.outcome,/acceptable/count,/stable/count'
light='design.*.acceptable,design.*.stable,design.*.sustained,design.*.join_equilibrium,design.*.refuses,design.*.least_margin,design.*.credibility,design.*.payoff.north'

for method in random latin-hypercube sobol morris; do
  sweep "$tiny" --uncertain all --method $method --n 64 --of "$whole,$light" --out j1-$method -j 1
  sweep "$tiny" --uncertain all --method $method --n 64 --of "$whole,$light" --out j3-$method -j 3
  expect "$method: one thread and three give the same table" cmp j1-$method/results.csv j3-$method/results.csv
done
rows() { [ "$(wc -l <"$1")" = "$2" ]; }
expect 'a table has a row for every run' rows j1-sobol/results.csv 65

# The light path computes designs alone: it must say what the whole solve says.
sweep "$tiny" --uncertain all --method random --n 64 --of "$light,acceptable.count" --out full
sweep "$tiny" --uncertain all --method random --n 64 --of "$light" --out light
strip() { sed 's/,acceptable.count,status/,status/; s/,[0-9]*,ok,$/,ok,/' "$1"; }
same_light() { strip full/results.csv >a && cat light/results.csv >b && diff a b; }
expect 'designs alone are what the whole solve says' same_light

# Shards.
for i in 1 2 3; do sweep "$tiny" --uncertain all --method morris --n 64 --of "$whole,$light" --out shards --shard $i/3; done
sweep merge shards
expect 'three shards merge into the same table' cmp j1-morris/results.csv shards/results.csv
sweep "$tiny" --uncertain all --method sobol --n 64 --of "$whole,$light" --out half --shard 1/2
expect 'a missing shard is told' refuses 2 'runs are missing, the first is 32' "$parley" sweep merge half
expect 'a partial merge is possible' sweep merge half --partial

# An end in the middle of a write: the rest is done later, nothing twice, the same bytes. The system ends the sweep
# when a file grows past 64 KB, so that no machine is too fast for it or too slow.
big() { sweep "$tiny" --uncertain all --method sobol --n 40000 --of "$light" "$@"; }
big --out whole -j 2
(ulimit -f 128 && exec "$parley" sweep "$tiny" --uncertain all --method sobol --n 40000 --of "$light" --out killed -j 2) 2>/dev/null
expect 'a sweep that is ended from outside' [ $? -gt 128 ]
kept=$(cat killed/parts/*.csv | wc -l)
part=$(ls killed/parts/*.csv | head -n 1)
printf '39999,1,0.5,torn li' >>"$part"
big --out killed -j 2
again=$(sed -n 's/^parley: \([0-9]*\) runs done now.*/\1/p' err)
expect "killed after $kept lines, then resumed: the same table" cmp whole/results.csv killed/results.csv
nothing_twice() { echo "kept $kept, done again $again"; [ $((again + kept)) -le 40004 ] && [ "$again" -gt 0 ]; }
expect 'nothing was done twice' nothing_twice
flip_byte() { sed '3s/0/1/' "$part" >changed && cp changed "$part" && big --out killed && cmp whole/results.csv killed/results.csv; }
expect 'a damaged line is known and its run done again' flip_byte
big --out whole
expect 'a finished sweep has nothing to do' grep -q '^parley: 0 runs done now' err

# Another plan or scenario in the same folder.
expect 'another plan is refused, with the difference' refuses 2 '"seed": 2' "$parley" sweep "$tiny" --uncertain all \
  --method sobol --n 40000 --of "$light" --out whole --seed 2
expect 'another scenario is refused, with the difference' refuses 2 'holds runs of another scenario' "$parley" sweep "$tiny" \
  --set /actors/home/reservation=0.41 --uncertain all --method sobol --n 40000 --of "$light" --out whole
sweep "$tiny" --uncertain all --method sobol --n 32 --of "$whole,$light" --out grown
expect 'a larger n needs --extend' refuses 2 'extend 64' "$parley" sweep "$tiny" --uncertain all --method sobol --n 64 \
  --of "$whole,$light" --out grown
sweep --out grown --extend 64
expect '--extend gives the larger sample' cmp j1-sobol/results.csv grown/results.csv
expect 'and does only what is new' grep -q '^parley: 32 runs done now' err

# A run shown alone.
replays() {
  "$parley" sweep show j1-sobol 17 >run.json && "$parley" solve --format json run.json >run.result || return 1
  python3 - <<'PYTHON'
import csv, json
row = list(csv.DictReader(open("j1-sobol/results.csv")))[17]
result = json.load(open("run.result"))
assert row["acceptable.count"] == str(result["acceptable"]["count"]), (row, result["acceptable"])
assert row["stable.count"] == str(result["stable"]["count"])
assert row["/acceptable/count"] == row["acceptable.count"]
for name, design in result["designs"].items():
    assert row[f"design.{name}.acceptable"] == str(int(design["acceptable"])), name
    assert row[f"design.{name}.stable"] == str(int(design["stable"])), name
    assert row[f"design.{name}.sustained"] == str(int(design["sustained"])), name
    assert row[f"design.{name}.refuses"] == ("+".join(design["refuses"]) or "nobody"), name
    assert abs(float(row[f"design.{name}.payoff.north"]) - design["payoffs"]["north"]) < 1e-9, name
PYTHON
}
expect 'a run shown alone solves to its row' replays

# Plans.
sweep "$tiny" --vary /designs/plan/options/clock --vary '/actors/home/reservation*=0.8,1,1.2' --of "$light" --save-plan plan.json
sweep "$tiny" --vary /designs/plan/options/clock --vary '/actors/home/reservation*=0.8,1,1.2' --of "$light" --out direct
expect 'a saved plan reads back' sweep plan.json --out saved
expect 'and does the same runs' cmp direct/results.csv saved/results.csv
# from_elsewhere SOURCE PLAN OPTION...: a plan saved there names the scenario so that it is found from anywhere.
from_elsewhere() {
  source=$1 saved=$2
  shift 2
  sweep "$source" "$@" --save-plan "$saved" || return 1
  rm -rf again
  (cd / && "$parley" sweep "$work/$saved" --out "$work/again" 2>&1) && cat "$saved" && cmp direct/results.csv again/results.csv
}
mkdir -p plans/deep elsewhere
set -- --vary /designs/plan/options/clock --vary '/actors/home/reservation*=0.8,1,1.2' --of "$light"
cp "$tiny" tiny.json
cp "$tiny" elsewhere/tiny.json
ln -s ../plans/deep elsewhere/linked
expect 'a plan saved into a folder' from_elsewhere tiny.json plans/p.json "$@"
expect 'a plan saved beside its scenario' from_elsewhere elsewhere/tiny.json elsewhere/p.json "$@"
expect 'a plan saved into another folder' from_elsewhere ./elsewhere/../elsewhere/tiny.json plans/deep/p.json "$@"
expect 'a plan saved through a link' from_elsewhere elsewhere/tiny.json elsewhere/linked/q.json "$@"
expect 'a plan saved from a plan' from_elsewhere plans/deep/p.json elsewhere/r.json
names() { grep '"scenario"' "$1"; grep -q "\"scenario\": \"$2\"" "$1"; }
expect 'the scenario of a plan in its folder is its name' names elsewhere/p.json tiny.json
expect 'the scenario of a plan elsewhere is the way there' names plans/deep/p.json ../../elsewhere/tiny.json
kept_failures() {
  "$parley" sweep "$tiny" --vary /actors/home/consent=required,perhaps --of design.plan.acceptable --out unreadable || return 1
  cat unreadable/results.csv
  grep -q ',failed,' unreadable/results.csv && grep -q ',ok,$' unreadable/results.csv
}

# What is said of a table.
expect 'an analysis that takes more memory than is allowed is refused' refuses 4 'allow more with --memory' \
  "$parley" sensitivity whole --memory 1M
late_words() { # numbers first, a word in the last row
  mkdir -p late && cp direct/plan.json direct/scenario.json late && awk -F, -v OFS=, 'FNR == 1 { for (i = 1; i <= NF; i++) if ($i == "design.plan.least_margin") at = i }
    { row[FNR] = $0 } END { for (i = 1; i < FNR; i++) print row[i]; $0 = row[FNR]; $at = "late"; $(NF - 1) = "ok"; print }' direct/results.csv >late/results.csv
  "$parley" sensitivity late --of design.plan.least_margin >said && cat said && grep -q ' late$' said && grep -q ' -0\.1720[0-9]*$' said
}
expect 'a column in which a word comes late is one of words' late_words
expect 'a run that cannot be is kept with its reason' kept_failures
echo "1..$number"
