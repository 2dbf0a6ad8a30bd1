#!/bin/sh
# Commands whose code other tests reach least, each asked for a result that is known: games at the terminal, the finite
# games inside a scenario, zero-sum and coarse correlated answers, talks that a file describes, the news and languages of
# a lesson, sweeps with parts and plans, a report with a sweep. Usage: least_reached.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$root/tests/support/tap.sh"
flat() { tr '\n' ' ' <"$1" | tr -s ' '; }
holds() { # holds FILE TEXT...
  file=$1
  shift
  for text in "$@"; do flat "$file" | grep -qF -- "$text" || { echo "not there: $text"; cat "$file"; return 1; }; done
}
runs() { "$parley" "$@" >out 2>err </dev/null || { echo "exit code $?"; cat err; return 1; }; }

# ---- a game at the terminal ----
plays() { # plays FILE OPTION... reads lines
  "$parley" play "$@" >out 2>err || { echo "exit code $?"; cat err; return 1; }
}
pie_at_terminal() {
  printf 'help\ntry tens=p6\npropose tens=p4,ones=p0\n' | plays "$root/scenarios/divide-a-pie.json" --as ann --seed 1 &&
    holds out 'what a deal would give you' 'There is a deal.' 'Ann 40 points' 'Ben 60 points' 'would give you 50: Tenths for Ann: 50'
}
refuses_and_leaves() {
  printf 'propose tens=p9,ones=p9\ntable\nbrief\nwait\nreject 1\nwithdraw 1\nnonsense\nquit\n' |
    plays "$root/scenarios/harbour-720.json" --as mayor && holds out 'I do not know' 'no deal'
}
moves_at_terminal() {
  printf 'arm\nhelp\narm\n' | plays "$root/scenarios/prisoners-dilemma.json" --as east --rounds 2 && holds out 'The rounds are over.' 'East'
}
same_game_again() {
  printf 'propose tens=p5\nwait\nwait\n' >lines
  plays "$root/scenarios/divide-a-pie.json" --as ben --seed 3 <lines && mv out first &&
    plays "$root/scenarios/divide-a-pie.json" --as ben --seed 3 <lines && cmp first out
}
long_line() { head -c 5000 /dev/zero | tr '\0' 'x' | plays "$root/scenarios/divide-a-pie.json" --as ann; }
expect 'play: a pie, an offer that is taken' pie_at_terminal
expect 'play: offers that are refused, and leaving' refuses_and_leaves
expect 'play: moves' moves_at_terminal
expect 'play: the same seed and lines give the same game' same_game_again
expect 'play: a line without end' long_line
expect 'play: whom' told 2 '--as ACTOR is needed' "$parley" play "$root/scenarios/divide-a-pie.json"
expect 'play: nobody of that name' told 2 'ann' "$parley" play "$root/scenarios/divide-a-pie.json" --as anne

# ---- finite games ----
matching='NFG 1 R "Pennies" { "A" "B" } { 2 2 }

1 -1 -1 1 -1 1 1 -1'
printf '%s\n' "$matching" >pennies.nfg
pennies() { runs game pennies.nfg --find zero-sum,mixed,one,correlated && holds out '1/2'; }
pennies_as_json() {
  runs game pennies.nfg --find zero-sum,correlated,logit --lambda 1 --format json &&
    python3 -c 'import json; d = json.load(open("out")); z = d["zero_sum"]; assert abs(float(z["value"] if not isinstance(z["value"], dict) else z["value"]["value"])) < 1e-9, z'
}
as_tree() { runs game pennies.nfg --to efg && grep -q '^EFG 2 R' out && cp out pennies.efg && runs game pennies.efg --find mixed && holds out '1/2'; }
as_table() { "$parley" game pennies.efg --to nfg >out 2>err && grep -q '^NFG 1' out; }
vote() { runs game "$root/tests/regress/faults/dominated.json" --of vote --design signed && holds out 'buyer' 'seller'; }
first_design() { "$parley" explain "$1" 2>&1 | sed -n 's/^The designs of this scenario: \([^,]*\).*/\1/p'; }
join() { runs game "$root/scenarios/barrett-3.json" --of join --design of-3 && holds out 'quilibri'; }
honour() { runs game "$root/scenarios/istanbul-2022.json" --set '/security/model="coordination"' --of honour --design istanbul && holds out 'quilibri'; }
expect 'pennies: half and half' pennies
expect 'pennies: worth nothing' pennies_as_json
expect 'pennies: as a tree and back' as_tree
expect 'a tree as a table' as_table
expect 'who says yes to a design, as a game' vote
expect 'who joins a design, as a game' join
expect 'who keeps its pledge, as a game' honour

# ---- talks that a file describes ----
python3 - "$root" <<'PY'
import json, sys
s = json.load(open(sys.argv[1] + "/tests/regress/faults/dominated.json"))
def write(name, negotiation):
    s["negotiation"] = negotiation
    json.dump(s, open(name, "w"))
write("talks.json", {"protocol": "stacked", "rounds": 12, "strategies": {"*": "boulware", "seller": "tit-for-tat"}})
write("text.json", {"protocol": "single-text", "rounds": 30})
write("vote.json", {"protocol": "voting", "rounds": 10, "strategies": {"*": "linear"}})
PY
described() { runs negotiate talks.json && holds out 'buyer' 'seller' && cp out as-file && runs negotiate talks.json --protocol stacked --rounds 12 --strategy boulware --strategy seller=tit-for-tat && cmp out as-file; }
mediated() { runs negotiate text.json --sessions 20 --format json && python3 -c 'import json; json.load(open("out"))'; }
voted() { runs negotiate vote.json --trace 1 && holds out 'buyer'; }
micro() { runs negotiate talks.json --strategy micro --strategy seller=time:exponent=0.5:pick=similar --sessions 3 && holds out 'seller'; }
expect 'talks: as the file says and as options say' described
expect 'talks: a single text' mediated
expect 'talks: a vote, step by step' voted
expect 'talks: strategies with settings' micro

# ---- lessons ----
lesson_in() { runs class new --language "$1" --alias --tables 2 --minutes 75 --out "lesson-$1" "$root/scenarios/harbour-720.json" && [ -s "lesson-$1/guide.html" ] && grep -q "lang=\"$1\"" "lesson-$1/seats.html"; }
moves_lesson() { runs class new --rounds 3 --out lesson-moves "$root/scenarios/stag-hunt.json" && [ -s lesson-moves/preview.html ]; }
guarded_lesson() { # the preview carries the whole compiled game, the guarantee too
  runs class new --out "lesson-$1" "$root/scenarios/$1.json" && grep -q '"security":{"coordination":false' "lesson-$1/preview.html"
}
expect 'a lesson with a guarantee' guarded_lesson guarantee-1919
expect 'a lesson with a guarantee and conditions' guarded_lesson locarno
expect 'a lesson in German' lesson_in de
expect 'a lesson in French' lesson_in fr
expect 'a lesson of moves' moves_lesson
expect 'a folder that holds a lesson' told 2 'holds a session already' "$parley" class new --out lesson-de "$root/scenarios/harbour-720.json"

# ---- sweeps ----
wage=$root/tests/regress/faults/wage.json
sweep() { "$parley" sweep "$wage" --uncertain assumed --method "$1" --n "$2" --of design.mediator.acceptable,acceptable.share,slack --out "$3" ${4:+--shard "$4"} 2>err || { cat err; return 1; }; }
parts() { sweep random 40 whole && sweep random 40 parts 1/2 && sweep random 40 parts 2/2 && runs sweep merge parts && cmp whole/results.csv parts/results.csv; }
extended() { sweep sobol 32 more && runs sweep --extend 64 --out more && [ "$(wc -l <more/results.csv)" = 65 ]; }
planned() { runs sweep "$wage" --vary /actors/union/reservation=0.4:0.6:5 --of design.mediator.acceptable --save-plan plan.json && runs sweep plan.json --out of-plan && [ "$(wc -l <of-plan/results.csv)" = 6 ]; }
shown() { "$parley" sweep show whole 3 >run.json && runs check run.json; }
reported() { "$parley" report "$wage" --sweep whole -o report.md 2>err && holds report.md 'random, 40 runs'; }
indices() { sweep saltelli 16 indices && runs sensitivity indices --of slack && holds out 'Sobol'; }
morris() { sweep morris 10 morris && runs sensitivity morris --of slack && holds out 'Elementary effects' 'No mean and no quantiles' && ! grep -q '^Mean' out; }
expect 'sweeps: two parts are the whole' parts
expect 'sweeps: a larger sample' extended
expect 'sweeps: a plan that is kept' planned
expect 'sweeps: one run as a scenario' shown
expect 'sweeps: in a report' reported
expect 'sweeps: Sobol indices' indices
expect 'sweeps: Morris' morris

# ---- every row of the finite games, confirmed ----
all_rows() { # all_rows FILE OPTION...: every claim is confirmed, in text and as JSON; a row that does not suit says why
  answered=0
  for rows in pure,dominance,mixed,one,logit,correlated zero-sum perfect; do
    "$parley" game "$@" --find $rows --effort 0.02 --format json >out 2>err
    code=$?
    [ $code = 2 ] && grep -q . err && continue
    [ $code = 0 ] || [ $code = 4 ] || return 1
    python3 -c 'import json; d = json.load(open("out")); assert d["checked"] >= d["unconfirmed"] == 0, d' || return 1
    answered=$((answered + 1))
    "$parley" game "$@" --find $rows --effort 0.02 >out 2>err
    [ $? = $code ] || return 1
  done
  [ $answered -gt 0 ]
}
printf 'NFG 1 R "Three" { "A" "B" "C" } { 2 2 2 }\n\n1 1 1 0 0 0 0 0 0 2 2 2 0 0 0 2 2 2 2 2 2 1 1 1\n' >three.nfg
for file in pennies.nfg pennies.efg three.nfg "$root/scenarios/games/chicken.nfg" "$root/scenarios/games/deterrence.efg" "$root/scenarios/battle-of-sexes.json"; do
  expect "games: every row of $(basename "$file")" all_rows "$file"
done

# ---- deals when the numbers are not known ----
best_chance() { runs robust "$wage" --top 3 --ask union,employer --ask-draws 4 --fresh 100 --n 64 --format json && python3 -c 'import json; json.load(open("out"))'; }
over_sets() {
  for set in sustained stable reopened; do
    runs robust "$root/scenarios/two-guarantors.json" --uncertain all --n 64 --fresh 64 --over $set --best-only || return 1
  done
}
own_unsure() { runs robust "$wage" --proposer employer --unsure --n 64 --fresh 64 && holds out 'WHAT TO OFFER' 'Employer'; }
offered_design() { runs sweep "$wage" --uncertain assumed --n 32 --method random --design-from robust:1 --of design.robust-1.acceptable --out offered && grep -q 'design.robust-1.acceptable' offered/results.csv; }
expect 'robust: the best three, and what knowing is worth' best_chance
expect 'robust: over every set' over_sets
expect 'robust: a proposer that is unsure of itself' own_unsure
expect 'robust: its package in a sweep' offered_design

# ---- pictures of large sets ----
cloud() { runs solve --cloud 50 --format json "$root/scenarios/harbour-720.json" && python3 -c '
import json
d = json.load(open("out"))
n = len(d["cloud"]["index"])
assert 0 < n <= d["acceptable"]["count"], n'; }
expect 'a cloud of some deals' cloud
echo "1..$number"
