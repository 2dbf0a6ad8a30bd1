#!/bin/sh
# What a wrong sweep is told: its exit code and what the message says. Usage: sweep.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
tiny=$root/tests/unit/scenario/tiny.json
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$root/tests/support/tap.sh"
wrong() { # wrong NAME CODE TEXT ARGUMENT...
  name=$1 wanted=$2 text=$3
  shift 3
  expect "$name" told "$wanted" "$text" "$parley" sweep "$@"
}
plan() { printf '{ "sweep": 1, "scenario": "%s", %s }\n' "$tiny" "$1" >plan.json; }

wrong 'a pointer that matches nothing' 3 'did you mean "home"?' "$tiny" --vary /actors/hone/reservation=0:1 --out d
wrong 'a wildcard that matches nothing' 3 '"/actors/home" has no key "reservaton"' "$tiny" --vary '/actors/*/reservaton=0:1' --out d
wrong 'no pointer at all' 3 'did you mean "/actors"?' "$tiny" --vary actors=0:1 --out d
wrong 'a number without a range' 3 'has no range of its own' "$tiny" --vary /actors/rival/payoffs/duty/weight --out d
wrong 'outside what the format allows' 3 'outside' "$tiny" --vary /actors/north/red_lines/no-strict/firm=0:2 --out d
wrong 'low above high' 3 'low <= high' "$tiny" --vary /actors/home/reservation=1:0 --out d
wrong 'the same number twice' 3 'moved by two parameters' "$tiny" --vary /actors/home/reservation=0:1 --vary '/actors/*/reservation=0:1' --out d
wrong 'an unknown output' 3 'did you mean "plan"?' "$tiny" --vary /actors/home/reservation=0:1 --of design.plen.acceptable --out d
wrong 'an unknown method' 2 'did you mean "sobol"?' "$tiny" --vary /actors/home/reservation=0:1 --method sobal --out d
wrong 'an unknown grade' 2 'did you mean "assumed"?' "$tiny" --uncertain asumed --out d
wrong 'nothing moves' 2 'nothing moves' "$tiny" --out d
wrong 'no folder' 2 '--out DIR' "$tiny" --vary /actors/home/reservation=0:1
wrong 'a grid without values' 2 'a:b:n' "$tiny" --vary /actors/home/reservation=0:1 --method grid --out d
wrong 'no power of two' 2 '64 or 128' "$tiny" --vary /actors/home/reservation=0:1 --method saltelli --n 100 --out d
wrong 'too many for Saltelli' 2 'at most 20 parameters' "$tiny" --uncertain all --vary '/actors/*/payoffs/*/values/*=0:1' --method saltelli --out d
wrong 'a shard that is none' 2 'i/n' "$tiny" --vary /actors/home/reservation=0:1 --shard 4/3 --out d
wrong 'no such file' 5 'none.json' none.json --vary /actors/home/reservation=0:1 --out d
wrong 'a folder that is not there' 5 'there is no folder "none"' merge none
plan '"parametrs": []'
wrong 'an unknown key in a plan' 3 'did you mean "parameters"?' plan.json --out d
plan '"method": "sobbol"'
wrong 'an unknown method in a plan' 3 'did you mean "sobol"?' plan.json --out d
plan '"parameters": [ { "at": "/actors/hme/reservation", "low": 0, "high": 1 } ]'
wrong 'a pointer in a plan, with its place' 3 'plan.json:1:' plan.json --out d
plan '"parameters": [ { "low": 0 } ]'
wrong 'a parameter without a pointer' 3 '"at" is missing' plan.json --out d
plan '"n": 1.5'
wrong 'half a run' 3 'whole number' plan.json --out d
plan '"parameters": [ { "at": "/actors/home/reservation" } ], "method": "list", "points": [[0.1], [0.2, 0.3]]'
wrong 'a point of another size' 3 '2 values for 1 parameters' plan.json --out d
nothing_left() { ! [ -e d ]; }
expect 'a wrong sweep leaves no folder behind' nothing_left
echo "1..$number"
