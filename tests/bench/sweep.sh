#!/bin/sh
# Runs a second of sweeps over the flagship: in one process, on threads, as shards, as ranks of MPI, and with the
# program started anew for each run. Each way's table is compared before its rate counts. About four minutes on two
# idle cores. Usage: sweep.sh PARLEY ROOT [rates|ways]; prints the tables of the README, or one of them.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
flagship=$root/scenarios/istanbul-2022-first.json
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
which=${3:-both}
[ -r "$flagship" ] || { echo "there is no $flagship" >&2; exit 1; }
cd "$work" || exit 1
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMP_WAIT_POLICY=passive

now() { date +%s%N; }
# per_second RUNS BEGUN: runs a second since then.
per_second() { awk -v n="$1" -v ns="$(($(now) - $2))" 'BEGIN { printf "%.3g", n / (ns * 1e-9) }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3g", a / b }'; }
# rate FOLDER ARGUMENT...: the program's own count, starting and merging left out.
rate() {
  folder=$1
  shift
  "$parley" sweep "$flagship" "$@" --out "$folder" 2>&1 | sed -n 's/.*now (\([0-9.e+]*\) a second).*/\1/p'
}
same() { cmp -s "$1/results.csv" "$2/results.csv" || echo "NOT THE SAME TABLE: $1 and $2"; }
plain() { awk -v x="$1" 'BEGIN { printf x < 100 ? "%.3g" : "%.0f", x }'; }

# ---- against starting anew ----
if [ "$which" != ways ]; then
whole=acceptable.count,sustained.count
one='--vary /actors/ukraine/reservation=0.4:0.7 --method random -j 1'
# shellcheck disable=SC2086 # words
designs=$(rate designs $one --n 40000 --of 'design.*.acceptable')
everything=$(rate everything --uncertain all --method random --n 4000 -j 1 --of 'design.*.acceptable')
begun=$(now)
for run in 0 1 2 3 4 5 6 7 8 9; do
  "$parley" sweep "$flagship" --vary /actors/ukraine/reservation=0.5$run --of 'design.*.acceptable' --out anew-$run 2>/dev/null
done
designs_anew=$(per_second 10 "$begun")
begun=$(now)
for run in 0 1 2 3 4 5; do
  "$parley" sweep "$flagship" --vary /actors/ukraine/reservation=0.5$run --of $whole -j 1 --out solve-$run 2>/dev/null
done
solves_anew=$(per_second 6 "$begun")
row() { printf '| %s | %s | %s | %s | %s | %s |\n' "$1" "$2" "$(plain "$3")" "$4" "$(plain "$5")" "$(ratio "$3" "$5")"; }
# solves WORDS N ARGUMENT...: N runs with what is kept, and four that ask something that is not kept
solves() {
  words=$1 n=$2 folder=$(printf '%s' "$1" | tr -c 'a-z\n' -)
  shift 2
  kept=$(rate "$folder" "$@" --method random --n "$n" -j 1 --of $whole)
  alone=$(rate "$folder-alone" "$@" --method random --n 4 -j 1 --of $whole,optimistic.outcome)
  "$parley" sweep "$flagship" "$@" --method random --n 4 -j 1 --of $whole --out "$folder-few" 2>/dev/null
  for table in "$folder-alone" "$folder-few"; do sed 's/,proved_none,ok/,ok/; s/,found,ok/,ok/' "$table/results.csv" | tail -n +2 >"$table/rows"; done
  cmp -s "$folder-alone/rows" "$folder-few/rows" || echo "NOT THE SAME TABLE: $folder"
  row "$words, whole solves" "$n" "$kept" "$(plain "$alone")" "$solves_anew"
}
echo '| one thread, the flagship; runs a second | runs | with what is kept | each searched on its own | the program anew | first to last |'
echo '|---|---|---|---|---|---|'
row 'reservations move, named designs' 40000 "$designs" '' "$designs_anew"
row 'every range moves, named designs' 4000 "$everything" '' "$designs_anew"
solves 'reservations move' 200 --vary /actors/ukraine/reservation=0.4:0.7
solves "one weight moves" 200 --vary /actors/russia/payoffs/mechanism/weight
solves "one actor's weights move" 200 --vary '/actors/russia/payoffs/*/weight'
solves "each actor's weight of one issue moves" 100 --vary '/actors/*/payoffs/mechanism/weight'
solves 'all weights move' 50 --vary '/actors/*/payoffs/*/weight'
solves 'a bond moves' 100 --vary /security/bond/values/art5
solves 'the cost of war moves' 100 --vary /security/attack/war_cost
solves 'all capabilities move' 100 --vary '/security/capability/*'
solves 'red lines are drawn' 100 --vary /actors/ukraine/reservation=0.4:0.7 --red-lines drawn
solves 'every range moves' 6 --uncertain all
echo
fi
[ "$which" != rates ] || exit 0

# ---- threads, shards, ranks ----
many='--vary /actors/*/payoffs/mechanism/weight --method random --n 300000 --of design.*.stable,design.*.sustained,design.*.least_margin'
whole='--vary /actors/russia/payoffs/mechanism/weight --method random --n 400 --of acceptable.count'
set -f
# clock COMMAND...: seconds that it takes.
clock() {
  begun=$(now)
  "$@" >/dev/null 2>&1
  awk -v ns="$(($(now) - begun))" 'BEGIN { printf "%.3f", ns * 1e-9 }'
}
# shellcheck disable=SC2086 # words
shards() { # shards FOLDER ARGUMENT...: two processes at once, then the merge
  folder=$1
  shift
  "$parley" sweep "$flagship" "$@" --out "$folder" -j 1 --shard 1/2 &
  "$parley" sweep "$flagship" "$@" --out "$folder" -j 1 --shard 2/2
  wait
  "$parley" sweep merge "$folder"
}
ranks() { # ranks N FOLDER ARGUMENT...
  n=$1 folder=$2
  shift 2
  mpirun --oversubscribe -n "$n" "$parley" sweep "$flagship" "$@" --out "$folder"
}
echo '| seconds, starting and merging included | 300,000 runs, named designs | 400 whole solves | speed-up |'
echo '|---|---|---|---|'
way() { # way WORDS FOLDER COMMAND...: FOLDER and the arguments follow the command
  words=$1 folder=$2
  shift 2
  # shellcheck disable=SC2086 # words
  light=$(clock "$@" $folder-light $many) heavy=$(clock "$@" $folder-whole $whole)
  : "${first_light:=$light}" "${first_heavy:=$heavy}"
  printf '| %s | %s | %s | %s, %s |\n' "$words" "$light" "$heavy" "$(ratio "$first_light" "$light")" "$(ratio "$first_heavy" "$heavy")"
  same one-light "$folder-light"
  same one-whole "$folder-whole"
}
threads() { # threads N FOLDER ARGUMENT...
  n=$1 folder=$2
  shift 2
  "$parley" sweep "$flagship" "$@" --out "$folder" -j "$n"
}
way 'one thread' one threads 1
way 'two threads' two threads 2
way 'two shards' shards shards
if command -v mpirun >/dev/null 2>&1 && [ -e "$(dirname "$parley")/parley-mpi.so" ]; then
  way 'two ranks (one does runs)' ranks-2 ranks 2
  way 'three ranks (two do runs)' ranks-3 ranks 3
else
  echo '(no ranks: no mpirun, or a build without MPI)'
fi
