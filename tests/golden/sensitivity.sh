#!/bin/sh
# `parley sensitivity` at the command line: what it says of each kind of sweep, every picture (well-formed, with its
# labels and as many marks as there is data), and what a wrong call is told. Usage: sensitivity.sh PARLEY ROOT; TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
tiny=$root/tests/unit/scenario/tiny.json
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$root/tests/support/tap.sh"
sweep() { "$parley" sweep "$tiny" "$@" 2>err || { cat err; exit 1; }; }
home=/actors/home/reservation rival=/actors/rival/reservation north=/actors/north/reservation
three="--vary $home=0.2:0.8 --vary $rival=0.1:0.7 --vary $north=0:0.6"
# shellcheck disable=SC2086 # words
{
  sweep $three --method saltelli --n 64 --of design.plan.least_margin --out saltelli
  sweep $three --method morris --n 20 --of design.plan.least_margin --out morris
  sweep $three --method latin-hypercube --n 200 --of acceptable.any,design.plan.refuses --out sample
}
sweep --vary $home=0.2:0.8:4 --vary $rival=0.1:0.7:3 --method one-at-a-time --of design.plan.least_margin --out tornado
sweep --vary $home=0.2:0.8:5 --vary $rival=0.1:0.7:4 --of acceptable.count,acceptable.any --out grid
sweep --vary $rival=0.1:0.7:7 --of acceptable.any --out line

# ---- text ----
says() { # says FOLDER ARGUMENTS TEXT...
  folder=$1 arguments=$2
  shift 2
  # shellcheck disable=SC2086 # words
  "$parley" sensitivity $arguments "$folder" >said 2>&1 || { cat said; return 1; }
  for text; do grep -qF -- "$text" said || { echo "expected: $text"; echo 'found:'; cat said; return 1; }; done
}
expect "Sobol' indices with intervals" says saltelli '' 'saltelli, 320 runs, all of them used' 'first order' "$rival" \
  'From half of the sample to all of it'
expect 'elementary effects' says morris '' 'mu*  (95 % interval)' "$rival"
expect 'a tornado' says tornado '' 'One at a time around' "$rival"
expect 'shares, a fit and a box in words' says sample '' 'Share of runs' 'logistic fit' 'It says no mostly when' 'density' 'coverage'
expect 'the box of the yes' says sample --yes 'It says yes mostly when'
expect 'words have shares' says sample '--of design.plan.refuses' 'Share of runs' 'rival'
expect 'a grid has a mean' says grid '' 'Mean '
holes() { sed '3s/,ok,$/,failed,why/; 3s/,[0-9]*,failed/,,failed/' sample/results.csv >sample/changed && mv sample/changed sample/results.csv; }
expect 'a hole is made' holes
expect 'holes are told' says sample '' '199' 'failed'

# ---- data ----
data() {
  for folder in saltelli morris tornado sample grid line; do
    "$parley" sensitivity --format json $folder >$folder.json || return 1
  done
  python3 - <<'PYTHON'
import json
read = lambda name: json.load(open(name + ".json"))
for name in ("saltelli", "morris", "tornado", "sample", "grid", "line"):
    d = read(name)
    for key in ("sensitivity", "scenario", "output", "method", "kind", "runs", "used", "missing", "failed", "empty", "shares", "parameters"):
        assert key in d, (name, key)
    assert d["used"] + d["missing"] + d["failed"] + d["empty"] == d["runs"], name
first = read("saltelli")["parameters"][0]
assert first["name"] == "/actors/rival/reservation" and first["total"]["low"] <= first["total"]["value"] <= first["total"]["high"]
assert read("morris")["parameters"][0]["mu_star"]["value"] > 0
assert read("tornado")["parameters"][0]["smallest"] < read("tornado")["base"] < read("tornado")["parameters"][0]["largest"]
assert read("sample")["failed"] == 1 and abs(sum(s["share"]["value"] for s in read("sample")["shares"]) - 1) < 1e-9
assert 0 < read("sample")["prim"]["steps"][read("sample")["prim"]["chosen"]]["density"] <= 1
assert len(read("grid")["cells"]["rows"]) == 20 and len(read("grid")["cells"]["axes"]) == 2
assert len(read("line")["cells"]["rows"]) == 7 and len(read("line")["cells"]["axes"]) == 1
PYTHON
}
expect 'the data form' data

# ---- pictures ----
# draws FOLDER KIND MARKS TEXT...: at least so many marks, all the texts.
draws() {
  folder=$1 kind=$2 marks=$3
  shift 3
  "$parley" sensitivity "$folder" --picture "$kind" --plot "$kind.svg" >said || return 1
  "$parley" sensitivity "$folder" --picture "$kind" --plot "$kind.png" >said || return 1
  [ "$(head -c 4 "$kind.png" | tail -c 3)" = PNG ] || { echo "$kind.png is no PNG"; return 1; }
  python3 - "$kind" "$marks" "$@" <<'PYTHON'
import sys, xml.etree.ElementTree as tree
kind, marks, texts = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
root = tree.parse(kind + ".svg").getroot()
svg = "{http://www.w3.org/2000/svg}"
assert root.tag == svg + "svg", root.tag
written = ["".join(text.itertext()).strip() for text in root.iter(svg + "text")]
for text in texts:
    assert any(text in line for line in written), f"no text {text!r} in {written}"
points = [use for use in root.iter(svg + "use") if use.get("{http://www.w3.org/1999/xlink}href", "").startswith("#gpPt6")]
dots = [use for use in root.iter(svg + "use") if use.get("{http://www.w3.org/1999/xlink}href", "") == "#gpDot"]
shapes = list(root.iter(svg + "polygon"))
found = {"indices": len(dots), "morris": len(points), "tornado": len(shapes), "map": len(shapes), "curve": len(points), "prim": len(points)}[kind]
assert found >= marks, f"expected {marks} marks, found {found}"
PYTHON
}
if command -v gnuplot >/dev/null 2>&1; then
  expect "bars of Sobol' indices" draws saltelli indices 6 'first order' total 'rival reservation' 'home reservation' design.plan.least_margin
  expect "Morris' plane" draws morris morris 3 'mu*' sigma 'rival reservation' 'north reservation'
  expect 'tornado' draws tornado tornado 4 'rival reservation' 'home reservation' up down
  expect 'heat map' draws grid map 20 'home reservation' 'rival reservation' acceptable.count
  expect 'curve of shares' draws line curve 7 'rival reservation' 'Share of yes: acceptable.any'
  # A mark for each step of the trajectory that the data form lists.
  steps=$(python3 -c 'import json; print(len(json.load(open("sample.json"))["prim"]["steps"]))')
  expect 'trajectory of boxes' draws sample prim "$steps" coverage density chosen 'parameters restricted'
  expect 'the picture that fits is chosen' sh -c "'$parley' sensitivity line --plot chosen.svg >said && cmp chosen.svg curve.svg"
else
  echo "ok $((number + 1)) - pictures # SKIP no gnuplot"
  number=$((number + 1))
fi

# ---- wrong calls ----
wrong() { # wrong CODE TEXT ARGUMENT...
  wanted=$1 text=$2
  shift 2
  told "$wanted" "$text" "$parley" sensitivity "$@"
}
expect 'no folder' wrong 2 'is missing'
expect 'a folder that is none' wrong 5 'there is no folder' nowhere
expect 'an output that is not there' wrong 2 'acceptable.count' grid --of acceptable.cout
expect 'a parameter that is not there' wrong 2 'no parameter' grid --over /actors/home/weight
expect 'a picture that the runs do not give' wrong 2 'morris' grid --picture morris --plot x.svg
expect 'a kind of picture that is none' wrong 2 'tornado' grid --picture pie --plot x.svg
expect 'a file that is no picture' wrong 2 '.svg' grid --plot x.gif
expect 'a format that is none' wrong 2 'xml' grid --format xml
expect 'a number of resamples that is none' wrong 2 'resamples' grid --resamples 3
unfinished() { rm -f grid/results.csv && wrong 5 'results.csv' grid; }
expect 'a sweep that is not merged' unfinished
[ ! -e x.svg ] && [ ! -e x.gif ]
expect 'a wrong call draws nothing' test $? = 0
echo "1..$number"
