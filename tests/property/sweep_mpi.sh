#!/bin/sh
# Ranks of MPI give the table that one process gives: two and four ranks, a job killed and called again, a rank that
# falls silent, one that dies, ranks that see different scenarios; under Open MPI, and under MPICH where that is there
# beside it. Usage: sweep_mpi.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
tiny=$root/tests/unit/scenario/tiny.json
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
if ! command -v mpirun >/dev/null 2>&1 || [ ! -e "$(dirname "$parley")/parley-mpi.so" ]; then
  echo 'ok 1 - sweeps over ranks # SKIP no mpirun, or a build without MPI'
  echo 1..1
  exit 0
fi
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
shown=err
. "$root/tests/support/tap.sh"
of='design.*.acceptable,design.*.stable,design.*.least_margin'
# ranks N FOLDER RUNS ARGUMENT...
ranks() {
  n=$1 folder=$2 runs=$3
  shift 3
  timeout 120 mpirun --oversubscribe -n "$n" "$parley" sweep "$tiny" --uncertain all --n "$runs" --of "$of" --out "$folder" "$@" 2>err
}
"$parley" sweep "$tiny" --uncertain all --n 6000 --of "$of" --out one 2>err
ranks 2 two 6000
expect 'two ranks' cmp one/results.csv two/results.csv
ranks 4 four 6000
expect 'four ranks' cmp one/results.csv four/results.csv
ranks 3 whole 300 --method random --of acceptable.count,nash.index
"$parley" sweep "$tiny" --uncertain all --n 300 --of "$of" --method random --of acceptable.count,nash.index --out whole-one 2>err
expect 'whole solves' cmp whole-one/results.csv whole/results.csv

# The whole job dies, and the same call goes on. Many runs, so that it lasts.
"$parley" sweep "$tiny" --uncertain all --n 60000 --of "$of" --out large 2>err
many='--n 60000 --lost-after 1'
children() { for p in $(ps -o pid= --ppid "$1" 2>/dev/null); do children "$p"; echo "$p"; done; }
# begin FOLDER OPTION...: starts three ranks as $job, waits for their first rows; $rank is one that does runs.
begin() {
  folder=$1
  shift
  start_ranks "$folder" mpirun --oversubscribe "$@"
  rank=$(children $job | grep -v "^$(ps -o pid= --ppid $job | tr -d ' ')$" | tail -n 1)
}
# start_ranks FOLDER STARTER...
start_ranks() {
  folder=$1
  shift
  # shellcheck disable=SC2086 # words
  timeout -k 5 300 "$@" -n 3 "$parley" sweep "$tiny" --uncertain all $many --of "$of" --out "$folder" >out 2>err &
  job=$! tries=0
  while [ "$(cat "$folder"/parts/*.csv 2>/dev/null | wc -l)" -lt 500 ] && [ $tries -lt 500 ]; do sleep 0.02; tries=$((tries + 1)); done
}
begin killed
kill -9 $(children $job) $job 2>/dev/null
wait $job 2>/dev/null
kept=$(cat killed/parts/*.csv | wc -l)
ranks 3 killed 60000
expect "a job killed after $kept lines and called again" cmp large/results.csv killed/results.csv

# A rank that stops for good: its runs go to the others.
begin silent
kill -STOP "$rank"
while [ ! -s silent/results.csv ] && kill -0 $job 2>/dev/null; do sleep 0.1; done
kill -9 "$rank" $(children $job) 2>/dev/null
wait $job 2>/dev/null
expect 'a silent rank is given up, its runs done by the others' cmp large/results.csv silent/results.csv

# A rank that dies ends the job, unless mpirun is told that the others go on.
begin ended
kill -9 "$rank"
wait $job 2>/dev/null
ranks 3 ended 60000
expect 'a job that ended with a rank, called again' cmp large/results.csv ended/results.csv
begin survived --enable-recovery
kill -9 "$rank"
wait $job 2>/dev/null
expect 'with --enable-recovery the others do the runs of a rank that died' cmp large/results.csv survived/results.csv
one_of_two() { ! timeout 60 mpirun --oversubscribe -n 2 "$parley" sweep "$tiny" --out x --vary /actors/hom/reservation=0:1 2>err && [ ! -e x/results.csv ]; }
expect 'a wrong plan ends all ranks' one_of_two
different() {
  timeout 60 mpirun --oversubscribe -n 1 "$parley" sweep "$tiny" --uncertain all --n 10 --out d : -n 1 "$parley" sweep "$tiny" \
    --set /actors/home/reservation=0.3 --uncertain all --n 10 --out d 2>err
  [ $? != 0 ] && grep -q 'do not see the same plan' err
}
expect 'ranks that see different scenarios are refused' different

if [ -e "$(dirname "$parley")/parley-mpich.so" ] && command -v mpirun.mpich >/dev/null 2>&1; then
  for n in 2 4; do
    timeout 120 mpirun.mpich -n $n "$parley" sweep "$tiny" --uncertain all --n 6000 --of "$of" --out mpich-$n 2>err
    expect "MPICH: $n ranks" cmp one/results.csv mpich-$n/results.csv
  done
  timeout 120 mpirun.mpich -n 3 "$parley" sweep "$tiny" --uncertain all --n 300 --of "$of" --method random \
    --of acceptable.count,nash.index --out mpich-whole 2>err
  expect 'MPICH: whole solves' cmp whole-one/results.csv mpich-whole/results.csv

  # A rank that dies takes those of its host along, and by default the whole job.
  begin_mpich() {
    folder=$1
    shift
    start_ranks "$folder" mpirun.mpich "$@"
    rank=$(for p in $(children $job); do grep -qz '^PMI_RANK=1$' "/proc/$p/environ" && echo "$p"; done 2>/dev/null | head -n 1)
  }
  begin_mpich mpich-ended
  told() { [ -n "$rank" ] && kill -9 "$rank" && ! wait $job && grep -q '^parley: 3 ranks; .*the same command goes on' err; }
  expect 'MPICH: a rank dies, the job ends, and it was told what to do then' told
  timeout 120 mpirun.mpich -n 3 "$parley" sweep "$tiny" --uncertain all --n 60000 --of "$of" --out mpich-ended 2>err
  expect 'MPICH: the same call goes on' cmp large/results.csv mpich-ended/results.csv
  # Each rank is a host of its own here: a starter of its own, on this machine.
  begin_mpich mpich-survived -disable-auto-cleanup -launcher fork -hosts one,two,three
  kill -9 "$rank"
  wait $job 2>/dev/null
  expect 'MPICH: with -disable-auto-cleanup other hosts do the runs of a rank that died' cmp large/results.csv mpich-survived/results.csv
else
  number=$((number + 1))
  echo "ok $number - MPICH # SKIP no mpirun.mpich, or a build without it"
fi
echo "1..$number"
