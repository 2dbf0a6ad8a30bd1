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

# The other way round: a package as a design of a sweep with the same options has its share there.
taken_along() {
  "$parley" robust "$root/scenarios/$1.json" --n 150 --top 2 --fresh 0 --best-only --format json >robust.json &&
    "$parley" sweep "$root/scenarios/$1.json" --n 150 --design-from robust:2 --of design.robust-2.acceptable --out along \
      2>/dev/null || return 1
  awk -F, 'NR > 1 { sum += $(NF - 2) } END { print sum + 0 }' along/results.csv >a
  awk '/^    "top"/ { on = 1 } on && /^        "count":/ { gsub(/[^0-9]/, ""); n++; if (n == 2) print }' robust.json >b
  rm -rf along
  test -s b && cmp a b
}
expect 'the second best of belgium-1839 as a design of a sweep' taken_along belgium-1839
expect 'the second best of two-guarantors as a design of a sweep' taken_along two-guarantors
# Of a list of packages each is found as often as among all; a package that the list leaves out is not found.
of_a_list() {
  "$parley" robust "$root/scenarios/$1.json" --n 150 --top 4 --fresh 100 --best-only --format json >robust.json &&
    "$parley" robust "$root/scenarios/$1.json" --n 150 --top 4 --fresh 100 --best-only --format json --among robust.json >listed.json &&
    grep -v '"among"' robust.json >a && grep -v '"among"' listed.json >b && cmp a b || return 1
  grep -q '"among": 4,' listed.json || return 1
  last=$(awk '/^    "top"/ { on = 1 } on && /^        "index":/ { gsub(/[^0-9]/, ""); index_ = $0 } /^    "designs"/ { print index_; exit }' \
    robust.json)
  "$parley" robust "$root/scenarios/$1.json" --n 150 --fresh 0 --format json --among "$last" >one.json &&
    awk -v i="$last" '/"best"/ { on = 1 } on && /"index":/ { gsub(/[^0-9]/, ""); found = $0 == i; exit } END { exit !found }' one.json
}
expect 'of the four best of belgium-1839 each does as well alone' of_a_list belgium-1839
expect 'of the four best of two-guarantors each does as well alone' of_a_list two-guarantors
expect 'a list of what is no package is told' told 2 'no package 99' "$parley" robust "$root/scenarios/belgium-1839.json" --among 99
expect 'a file that lists no packages is told' told 3 'lists no packages' "$parley" robust "$root/scenarios/belgium-1839.json" \
  --among "$root/scenarios/belgium-1839.json"
expect 'what is no such package is told' told 2 'robust:N' "$parley" sweep "$root/scenarios/two-guarantors.json" --design-from \
  robust:x --out never

# What cannot be asked.
tiny=$root/scenarios/two-guarantors.json
expect 'a file in which nothing is uncertain is told' told 2 'nothing moves' "$parley" robust \
  "$root/scenarios/harbour-720.json"
expect 'ranges that move who is asked are told' told 2 'who is asked' "$parley" robust "$root/scenarios/harbour-720.json" \
  --vary /agreement/quorum=4,5
expect 'a proposer that is not there is told' told 2 'no actor' "$parley" robust "$tiny" --proposer nobody
expect 'an actor that is no party is told' told 2 'is no party' "$parley" robust "$root/scenarios/belgium-1839.json" --ask germany
expect 'a red line that is not there is told' told 2 'no red line' "$parley" robust "$tiny" --ask a/never
expect 'a method that draws nothing is told' told 2 'gives no draws' "$parley" robust "$tiny" --method morris

# Each draw is an independent draw of the next: more draws never lower a count, and a smaller set is no more often.
counts() { # counts OVER N: index and count of every package that is ever in the set
  "$parley" robust "$root/scenarios/belgium-1839.json" --method random --n "$2" --over "$1" --top 100000 --fresh 0 --best-only \
    --format json | awk '/^    "top"/ { on = 1 } /^    "designs"/ { on = 0 }
      on && /^        "index":/ { gsub(/[^0-9]/, ""); index_ = $0 }
      on && /^        "count":/ { gsub(/[^0-9]/, ""); print index_, $0 }' | sort
}
no_less() { join "$1" "$2" | awk '$3 < $2 { bad = 1 } { n++ } END { exit bad || n == 0 }' && [ -z "$(join -v 1 "$1" "$2")" ]; }
counts acceptable 60 >few && counts acceptable 90 >more && counts sustained 90 >sustained
expect 'more draws never lower a count' no_less few more
expect 'what is sustained is acceptable at least as often' no_less sustained more

# The flagship's plan says of its best package that it is acceptable in 50 of its draws.
kept_word() {
  grep -q 'acceptable in 50 of 1,024 draws' "$root/scenarios/sweeps/best-chance.json" || return 1
  "$parley" sweep "$root/scenarios/sweeps/best-chance.json" --of design.best.acceptable --out kept --set '/designs/best={
    "options": {"status": "neutral", "army": "fortified", "rus": "in", "mechanism": "art5", "clock": "h24", "response": "choice",
      "rule": "each", "trigger": "broad", "scope": "carve", "donbas": "presidents", "crimea": "track15", "form": "treaty",
      "timing": "peace"}, "members": {"germany": "armies", "turkey": "aid"}}' 2>/dev/null || return 1
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "design.best.acceptable") col = i; next } { n += $col }
    END { exit !(n == 50 && NR == 1025) }' kept/results.csv
}
expect "the flagship's best package is acceptable as often as its plan says" kept_word

# The teacher's guide quotes the package with the best chance.
guide() {
  "$parley" class new --out lesson "$root/scenarios/guarantee-1919.json" >/dev/null &&
    "$parley" robust "$root/scenarios/guarantee-1919.json" --fresh 1000 --best-only --format json >robust.json || return 1
  share=$(awk '/"best"/ { on = 1 } on && /"out_of_sample"/ { sub(/.*"share": /, ""); printf "%.0f", 100 * $0; exit }' robust.json)
  grep -q "acceptable in $share per cent of 1000 draws" lesson/guide.html
}
expect 'the guide of guarantee-1919 quotes its best chance' guide

# What a solve says of the ranges is the sweep's column: 64 draws of a Latin hypercube.
as_often() {
  "$parley" solve "$root/scenarios/$1.json" --format json >solved.json &&
    "$parley" sweep "$root/scenarios/$1.json" --uncertain all --method latin-hypercube --n 64 --of acceptable.any --out any \
      2>/dev/null || return 1
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "acceptable.any") col = i; next } { sum += $col }
    END { print sum + 0 }' any/results.csv >a
  rm -rf any
  awk '/^  "chance"/ { on = 1 } on && /"deals":/ { gsub(/[^0-9]/, ""); print; exit }' solved.json >b
  test -s b && cmp a b
}
# Where lines may not be real they are drawn too.
printf '{"parley": 1, "id": "two", "issues": {"x": {"options": {"o3": {}, "o5": {}}}}, "actors": {
  "a": {"consent": "required", "reservation": [0.2, 0.4, 0.6], "payoffs": {"x": {"weight": 1, "values": {"o3": 0.3, "o5": 0.5}}},
    "red_lines": {"never": {"when": {"x": "o5"}, "effect": "refuse", "firm": 0.4}}}}}' >lines.json
drawn_lines() {
  "$parley" solve lines.json --format json >solved.json && "$parley" sweep lines.json --uncertain all --method latin-hypercube \
    --n 64 --of acceptable.any --out lines 2>/dev/null || return 1
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "acceptable.any") col = i; next } { sum += $col }
    END { print sum + 0 }' lines/results.csv >a
  awk '/^  "chance"/ { on = 1 } on && /"deals":/ { gsub(/[^0-9]/, ""); print; exit }' solved.json >b
  test "$(cat b)" -gt 10 && test "$(cat b)" -lt 60 && cmp a b
}
expect 'a solve draws the lines that may not be real' drawn_lines
expect 'a solve of guarantee-1919 says how often there is a deal as the sweep does' as_often guarantee-1919

for file in two-guarantors belgium-1839; do
  for threads in 1 2 5; do
    "$parley" robust "$root/scenarios/$file.json" --n 100 --top 3 --fresh 100 --threads $threads --format json >"$threads"
  done
  expect "$file: one, two and five threads print the same" sh -c 'cmp 1 2 && cmp 1 5'
done
echo "1..$number"
