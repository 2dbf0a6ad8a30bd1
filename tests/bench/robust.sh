#!/bin/sh
# Deals over many draws: the best package for each sample, against as many whole solves as there are draws, which alone
# would not name it. Seconds are of processors, so that a busy machine tells nearly the same. About two minutes. Usage:
# robust.sh PARLEY ROOT [DRAWS]; DRAWS: of the flagship, 1,024 unsaid. Prints the table of the README.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
draws=${3:-1024}
. "$(dirname "$0")/seconds.sh"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export OMP_WAIT_POLICY=passive

# row WORDS SCENARIO DRAWS SOLVED ARGUMENT...: SOLVED: how many are solved whole, for their rate.
row() {
  words=$1 file=$root/scenarios/$2.json n=$3 solved=$4
  shift 4
  own=$(seconds "$parley" robust "$file" "$@" --method random --n "$n" --best-only --fresh 0 --format json -o found.json)
  best=$(awk '/"bound":/ { sub(/.*"count": /, ""); sub(/,.*/, ""); print; exit }' found.json)
  outcome=$(awk -F'"' '/"outcome":/ { print $4; exit }' found.json)
  whole=$(seconds "$parley" sweep "$file" "$@" --method random --n "$solved" --of acceptable.count,nash.index --out "sweep-$n")
  awk -v w="$words" -v n="$n" -v a="$own" -v b="$whole" -v m="$solved" -v best="$best" -v o="$outcome" 'BEGIN {
    all = b * n / m; printf "| %s | %d | %.3g | %s, at most %d | %.3g | %.3g |\n", w, n, a, o, best, all, all / a }'
}
# listed WORDS SCENARIO DRAWS ARGUMENT...: the thousand packages most often accepted in 64 draws, in so many others.
listed() {
  words=$1 file=$root/scenarios/$2.json n=$3
  shift 3
  "$parley" robust "$file" "$@" --n 64 --top 1000 --best-only --fresh 0 --format json -o list.json || return 1
  own=$(seconds "$parley" robust "$file" "$@" --seed 2 --n "$n" --among list.json --best-only --fresh 0 --format json -o found.json)
  best=$(awk '/"bound":/ { sub(/.*"count": /, ""); sub(/,.*/, ""); print; exit }' found.json)
  whole=$(seconds "$parley" sweep "$file" "$@" --seed 2 --n 4 --of acceptable.count --out sweep-list)
  awk -v w="$words" -v n="$n" -v a="$own" -v b="$whole" -v best="$best" 'BEGIN {
    all = b * n / 4; printf "| %s | %d | %.3g | of these, at most %d | %.3g | %.3g |\n", w, n, a, best, all, all / a }'
}
echo '| draws of | draws | robust, CPU s | the best package | as many whole solves, CPU s | ratio |'
echo '|---|---|---|---|---|---|'
row 'harbour-720, six reservations' harbour-720 100000 5000 --vary '/actors/*/reservation=30:70'
row 'belgium-1839, everything' belgium-1839 10000 1000 --uncertain all
row 'the flagship, everything' istanbul-2022 "$draws" 4 --uncertain all
listed 'the flagship, a thousand packages' istanbul-2022 10000 --uncertain all
