#!/bin/sh
# Runs a second of a sweep on the flagship: designs alone and whole solves, one thread and two, against starting the
# program anew for each run. Usage: sweep.sh PARLEY ROOT; prints a table of rates and ratios.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$2
flagship=$root/scenarios/istanbul-2022.json
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
rate() { # rate FOLDER ARGUMENT...: runs a second, as the program tells
  folder=$1
  shift
  "$parley" sweep "$flagship" "$@" --out "$folder" 2>&1 | sed -n 's/.*(\([0-9.e+]*\) a second).*/\1/p'
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f", a / b }'; }
of='design.*.acceptable'
one=$(rate one --vary '/actors/*/reservation' --method random --n 20000 --of "$of" -j 1)
two=$(rate two --vary '/actors/*/reservation' --method random --n 20000 --of "$of" -j 2)
all=$(rate all --uncertain all --method random --n 2000 --of "$of" -j 1)
solve=$(rate solve --vary /actors/ukraine/reservation --method random --n 4 --of acceptable.count -j 1)
begun=$(date +%s%N)
for run in 1 2 3 4 5; do
  "$parley" sweep "$flagship" --vary /actors/ukraine/reservation=0.5$run --of "$of" --out anew-$run 2>/dev/null
done
anew=$(awk -v ns=$(($(date +%s%N) - begun)) 'BEGIN { printf "%.3g", 5 / (ns * 1e-9) }')
printf '%-58s %10s runs/s\n' 'reservations, named designs, one thread' "$one" 'the same, two threads' "$two" \
  'every range, named designs, one thread' "$all" 'whole solves, one thread' "$solve" 'the program anew for each run, named designs' "$anew"
echo "one thread against starting anew: $(ratio "$one" "$anew") times; two threads against one: $(ratio "$two" "$one") times"
