#!/bin/sh
# Sessions of simulated talks a second beside NegMAS 0.16, which did 28 and 4.2 in the same setting (its own measurement, not
# repeated here): two and ten linear talkers, offers in turn, at most 100 rounds, three issues of ten options, every number
# drawn anew for each session. And talkers whose offers hang on what was said. Seconds are of processors, of one thread, so
# that a busy machine tells nearly the same. Usage: talks.sh PARLEY ROOT; prints the table of the README.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
. "$(dirname "$0")/seconds.sh"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export OMP_WAIT_POLICY=passive

# game PARTIES: numbers from a small generator, each with a range.
game() {
  awk -v parties="$1" '
    function unit() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
    function range(low, high,  base, a, c) {
      base = low + (high - low) * unit(); a = low + (base - low) * unit(); c = base + (high - base) * unit()
      return sprintf("[%.4f, %.4f, %.4f]", a, base, c)
    }
    BEGIN {
      seed = 12345 + parties
      printf "{\"parley\": 1, \"id\": \"parties-%d\", \"issues\": {", parties
      for (k = 0; k < 3; k++) {
        printf "%s\"i%d\": {\"options\": {", k ? ", " : "", k
        for (o = 0; o < 10; o++) printf "%s\"o%d\": {}", o ? ", " : "", o
        printf "}}"
      }
      printf "}, \"actors\": {"
      for (a = 0; a < parties; a++) {
        printf "%s\"a%d\": {\"consent\": \"required\", \"reservation\": %s, \"payoffs\": {", a ? ", " : "", a, range(0.05, 0.3)
        for (k = 0; k < 3; k++) {
          printf "%s\"i%d\": {\"weight\": %s, \"values\": {", k ? ", " : "", k, range(0.1, 0.6)
          for (o = 0; o < 10; o++) printf "%s\"o%d\": %s", o ? ", " : "", o, range(0, 1)
          printf "}}"
        }
        printf "}}"
      }
      printf "}}\n"
    }'
}
# row PARTIES SESSIONS NEGMAS: how many sessions, how many a second NegMAS did.
row() {
  parties=$1 n=$2 negmas=$3
  game "$parties" >game.json
  "$parley" check game.json >/dev/null 2>&1 || exit 1
  none=$(seconds "$parley" negotiate game.json --strategy linear --rounds 100 --numbers drawn --method random --sessions 1 -j 1)
  own=$(seconds "$parley" negotiate game.json --strategy linear --rounds 100 --numbers drawn --method random --sessions "$n" -j 1)
  long=$(seconds "$parley" negotiate game.json --strategy linear:pick=similar --rounds 100 --numbers drawn --method random --sessions 200 -j 1)
  awk -v p="$parties" -v n="$n" -v a="$own" -v z="$none" -v l="$long" -v m="$negmas" 'BEGIN {
    s = a - z; if (s < 0.01) s = 0.01
    printf "| %d | %d | %.3g | %.0f | %s | %.0f | %.0f |\n", p, n, s, n / s, m, n / s / m, 200 / (l > z ? l - z : 0.01) }'
}
echo '| parties | sessions | CPU s | sessions a second | NegMAS 0.16 | ratio | a second where each offer is what is most like the last |'
echo '|---|---|---|---|---|---|---|'
row 2 100000 28
row 10 10000 4.2
