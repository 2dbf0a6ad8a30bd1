#!/bin/sh
# Draws are a sweep's runs: the share of each named design is the mean of the sweep's column, to the last draw; and
# any number of threads prints the same bytes. Usage: robust.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$root/tests/support/tap.sh"

# same SCENARIO OVER OPTION...: counts of all designs by both.
same() {
  file=$root/scenarios/$1.json over=$2
  shift 2
  "$parley" sweep "$file" "$@" --of "design.*.$over" --out "$work/$over" 2>/dev/null || return 1
  "$parley" robust "$file" "$@" --over "$over" --fresh 0 --best-only --format json >robust.json || return 1
  awk -F, -v over="$over" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ "^design[.].*[.]" over "$") col[i] = $i; next }
    { for (i in col) sum[i] += $i } END { for (i in col) print col[i], sum[i] + 0 }' "$over/results.csv" | sort >a
  awk '/^    "designs"/ { on = 1 } /^    "base_nash"/ { on = 0 }
    on && /^      "[^"]*": {/ { split($0, p, "\""); id = p[2] }
    on && /^        "count":/ { gsub(/[^0-9]/, ""); print "design." id ".'"$over"' " $0 }' robust.json | sort >b
  rm -rf "${work:?}/$over"
  test -s a && cmp a b
}

for over in acceptable sustained; do
  expect "designs of belgium-1839 are $over as often as in the sweep" \
    same belgium-1839 $over --uncertain all --method latin-hypercube --n 200 --seed 3
  expect "designs of two-guarantors are $over as often as in the sweep" \
    same two-guarantors $over --uncertain all --method random --n 130
done

for file in two-guarantors belgium-1839; do
  for threads in 1 2 5; do
    "$parley" robust "$root/scenarios/$file.json" --n 100 --top 3 --fresh 100 --threads $threads --format json >"$threads"
  done
  expect "$file: one, two and five threads print the same" sh -c 'cmp 1 2 && cmp 1 5'
done
echo "1..$number"
