#!/bin/sh
# parley convert: files of every format become a scenario whose answers are known, broken files are told, what is
# no sum over issues is refused, and what goes out comes back the same. Usage: convert.sh PARLEY ROOT; prints TAP.
# The domains under tests/unit/interop/convert are small: the kite (GENIUS 10.4's template of that name) and others made
# up here in the formats' own spellings; their answers were worked out by hand and by listing them in Python.
parley=$1 folder=$2/tests/unit/interop/convert
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
n=0
say() { # say OK NAME
  n=$((n + 1))
  [ "$1" = 0 ] && echo "ok $n - $2" || echo "not ok $n - $2"
}
# solves NAME EXPECTED: converts the folder NAME; "feasible acceptable efficient nash-value" of its solve.
solves() {
  "$parley" convert "$folder/$1" --output "$work/$1.json" 2>"$work/$1.err"
  found=$("$parley" solve --over acceptable --format json "$work/$1.json" 2>/dev/null | python3 -c '
import json, sys
r = json.load(sys.stdin)
print(r["space"]["feasible"], r["acceptable"]["count"], r["pareto"]["count"], round(r["solutions"]["nash"]["value"], 9))')
  [ "$found" = "$2" ]
  say $? "$1: $found"
}
# refuses NAME PATTERN FILE...: exit 3, and standard error names the place and the reason.
refuses() {
  name=$1 pattern=$2
  shift 2
  "$parley" convert "$@" >"$work/out" 2>"$work/err"
  code=$?
  { [ $code = 3 ] || [ $code = 2 ] || [ $code = 5 ]; } && [ ! -s "$work/out" ] && grep -qE "$pattern" "$work/err"
  say $? "$name"
  grep -qE "$pattern" "$work/err" || sed 's/^/# /' "$work/err"
}
# warns NAME PATTERN
warns() {
  grep -qE "$2" "$work/$1.err"
  say $? "$1 warns: $2"
}
# returns NAME FORMAT: out and in again, the numbers are the same.
numbers() {
  python3 -c '
import json, sys
s = json.load(open(sys.argv[1]))
for a in s["actors"].values():
    print(round(a["reservation"], 9))
    for i in a["payoffs"].values():
        for v in i["values"].values(): print(round(i["weight"] * v, 9))' "$1"
}
returns() {
  rm -rf "$work/back"
  mkdir "$work/back"
  out=$work/back
  [ "$2" = csv ] && out=$work/back/domain.csv
  "$parley" convert --to "$2" --output "$out" "$work/$1.json" 2>"$work/err" &&
    "$parley" convert "$work/back" --output "$work/again.json" 2>>"$work/err" &&
    numbers "$work/$1.json" | sort >"$work/a" && numbers "$work/again.json" | sort >"$work/b" && cmp -s "$work/a" "$work/b"
  say $? "$1 to $2 and back"
}

solves genius '4 4 3 -0.575364145'
solves ranges '20 20 8 -0.875468737'
solves geniusweb '6 6 5 -1.461017907'

# A profile without its domain makes the options as it goes.
"$parley" convert "$folder/genius/kite_A.xml" 2>"$work/err" | grep -qF '"values": {"a": 0, "b": 0.25, "c": 0.75, "d": 1}'
say $? 'a profile without its domain'
solves negolog '4 4 3 -1.386294361'
solves negmas '6 6 5 -0.94160854'
solves long '4 3 2 -1.801809805'
solves wide '4 3 2 -1.801809805'
warns ranges 'real numbers from 0 to 1: 10 of them'
solves partial '2 2 1 -0.693147181'
warns ranges 'mended'
warns partial 'has no evaluation: 0 is taken'
warns negolog 'no domain or profile of a known format'
returns genius genius
returns genius geniusweb
returns genius csv
returns geniusweb genius
returns negmas csv
returns wide csv
refuses 'a payoff that is no sum' 'hyper_rectangle' "$folder/refused/hyper.xml"
refuses 'a NegMAS function that is no sum' 'not a sum over issues' "$folder/negmas/domain.yml" "$folder/refused/nonlinear.yml"
refuses 'no such format' 'did you mean genius' --from genus "$folder/genius"
refuses 'no such file' 'there is no such file' "$folder/no/such.xml"
refuses 'two formats at once' 'convert them apart' "$folder/genius/kite_A.xml" "$folder/negolog/a.json"
refuses 'a domain without parties' 'no party was found' "$folder/genius/kite_domain.xml"
refuses 'a table without numbers' 'no number' "$folder/refused/words.csv"
"$parley" convert --to genius --output "$work/x" "$2/scenarios/locarno.json" 2>"$work/err"
grep -q 'no domain with sums over issues: it has a security block' "$work/err"
say $? 'a scenario that is no sum over issues'
echo "1..$n"
