#!/bin/sh
# The sweeps that ship give the answers that ship beside them: cells are the same text, or the same number to 1e-9
# (processors differ in last bits). Usage: sweeps.sh PARLEY ROOT light|heavy; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$2 kind=$3
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
number=0
for answer in "$root"/scenarios/sweeps/answers/*.csv; do
  name=$(basename "$answer" .csv)
  case $name in red-lines | reservations-map | uncertain) class=heavy ;; *) class=light ;; esac
  [ "$class" = "$kind" ] || continue
  number=$((number + 1))
  if "$parley" sweep "$root/scenarios/sweeps/$name.json" --out "$work/$name" 2>"$work/err" &&
    python3 - "$answer" "$work/$name/results.csv" >"$work/log" 2>&1 <<'PYTHON'
import csv, sys
expected, found = (list(csv.reader(open(path))) for path in sys.argv[1:3])
def same(a, b):
    if a == b:
        return True
    try:
        return abs(float(a) - float(b)) <= 1e-9 * max(1, abs(float(a)))
    except ValueError:
        return False
assert len(expected) == len(found), f"expected {len(expected)} lines, found {len(found)}"
wrong = [f"line {i + 1}, {expected[0][j]}: expected {a}, found {b}" for i, (e, f) in enumerate(zip(expected, found))
         for j, (a, b) in enumerate(zip(e, f)) if not same(a, b)]
assert not wrong, "\n".join(wrong[:10])
PYTHON
  then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name"
    cat "$work/err" "$work/log" 2>/dev/null | sed 's/^/# /'
  fi
done
# Every plan that ships can be prepared.
for plan in "$root"/scenarios/sweeps/*.json; do
  number=$((number + 1))
  "$parley" sweep "$plan" --save-plan "$work/plan.json" 2>"$work/err" && echo "ok $number - $(basename "$plan") is a plan" || {
    echo "not ok $number - $(basename "$plan") is a plan"
    sed 's/^/# /' "$work/err"
  }
done
echo "1..$number"
