#!/bin/sh
# The sweeps that ship give the answers that ship beside them: cells are the same text, or the same number to 1e-9
# (processors differ in last bits). A large sample ships as what `parley sensitivity` says of it: NAME.shares.csv.
# Usage: sweeps.sh PARLEY ROOT light|heavy; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$2 kind=$3
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
number=0
# shares PLAN FOLDER: each output's shares, or its mean and quantiles, as a table.
shares() {
  echo output,is,value
  python3 -c 'import json, sys; print(*json.load(open(sys.argv[1]))["outputs"], sep="\n")' "$2/plan.json" >"$2/asked"
  head -n 1 "$2/results.csv" | tr , '\n' | grep -E "$(sed 's/[.]/[.]/g; s/[*]/.*/g; s/^/^/; s/$/$/' "$2/asked" | paste -sd '|')" |
    while read -r output; do
      "$parley" sensitivity --of "$output" --format json "$2" | python3 -c '
import json, sys
said = json.load(sys.stdin)
rows = [(s["is"], s["count"]) for s in said["shares"]] or [("mean", said["mean"]), *zip(("2.5 %", "25 %", "50 %", "75 %", "97.5 %"), said["quantiles"])]
for word, value in rows: print(sys.argv[1], word, value, sep=",")' "$output"
    done
}
for answer in "$root"/scenarios/sweeps/answers/*.csv; do
  name=$(basename "$answer" .csv)
  name=${name%.shares}
  case $name in red-lines | red-lines-all | reservations-map | stances) class=heavy ;; *) class=light ;; esac
  [ "$class" = "$kind" ] || continue
  number=$((number + 1))
  if "$parley" sweep "$root/scenarios/sweeps/$name.json" --out "$work/$name" 2>"$work/err" &&
    found=$work/$name/results.csv && case $answer in *.shares.csv)
      shares "$root/scenarios/sweeps/$name.json" "$work/$name" >"$work/shares.csv" && found=$work/shares.csv ;;
    esac &&
    python3 - "$answer" "$found" >"$work/log" 2>&1 <<'PYTHON'
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
  [ "$(basename "$plan")" != schema.json ] || continue
  number=$((number + 1))
  "$parley" sweep "$plan" --save-plan "$work/plan.json" 2>"$work/err" && echo "ok $number - $(basename "$plan") is a plan" || {
    echo "not ok $number - $(basename "$plan") is a plan"
    sed 's/^/# /' "$work/err"
  }
done
echo "1..$number"
