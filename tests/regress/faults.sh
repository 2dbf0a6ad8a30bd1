#!/bin/sh
# One test a mended fault of the command line and the texts: the case that showed it, and what is right. (Faults of numbers
# are in C beside this.) Usage: faults.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
cases=$root/tests/regress/faults
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$root/tests/support/tap.sh"
# says NAME TEXT... -- ARGUMENT...: the command ends with 0 and its output holds every TEXT.
says() {
  "$parley" "$@" >out 2>err </dev/null || { echo "exit code $?"; cat err; return 1; }
}
holds() { # holds TEXT...: what the last command printed (lines joined, blanks folded) holds each
  tr '\n' ' ' <out | tr -s ' ' >flat
  for text in "$@"; do grep -qF -- "$text" flat || { echo "not there: $text"; cat out; return 1; }; done
}
lacks() {
  tr '\n' ' ' <out | tr -s ' ' >flat
  for text in "$@"; do ! grep -qF -- "$text" flat || { echo "there, but wrong: $text"; cat out; return 1; }; done
}
# right ARGUMENT... then texts after --: runs and asks.
errors_are() { # errors_are N ARGUMENT...: the command ends with 3 and tells N errors
  wanted=$1
  shift
  "$parley" "$@" >out 2>err </dev/null
  [ $? = 3 ] && [ "$(grep -c '^error' err)" = "$wanted" ] && return 0
  cat err
  return 1
}
wrong() { # wrong NAME CODE TEXT ARGUMENT...
  name=$1 wanted=$2 text=$3
  shift 3
  expect "$name" told "$wanted" "$text" "$parley" "$@"
}
yaml() { printf 'parley: 1\nid: x\n' | "$parley" check - 2>err || grep -q 'looks like YAML; a scenario is JSON' err; }
decimal_comma() { printf '{"parley": 1, "a": 0,4}' | "$parley" check - 2>err || grep -q 'written with a point: 0.4' err; }
version_missing() { printf '{"id": "x"}' | "$parley" check - 2>err || grep -q 'write "parley": 1 first' err; }

# Files that people type.
wrong 'a list where an object belongs: the right form' 3 '"options": { "none": {}, "partial": {}, "full": {} }' \
  check "$cases/list-for-object.json"
expect 'a list where an object belongs: one error' errors_are 1 check "$cases/list-for-object.json"
wrong 'typographic quotes' 3 'is a typographic quote' check "$cases/smart-quotes.json"
cents() { says solve "$cases/cents.json" && holds 'buyer 30000000.3 +0.0' 'A DEAL IS POSSIBLE: 1 of 4' && lacks '-0.0'; }
expect 'money in cents: a margin of nothing is no refusal' cents
expect 'YAML' yaml
expect 'a decimal comma' decimal_comma
expect 'no "parley": what to write' version_missing

# Saved results that are damaged.
for form in md html json; do
  wrong "a damaged result, as $form" 3 'is a damaged result: "designs/*/members/*" must be a text' \
    report "$cases/damaged-result.json" -o "deal.$form"
done
"$parley" solve --format json -o saved.json "$root/tests/golden/scenarios/sale.json" || exit 1
{ cat saved.json; echo junk; } >trailing.json
wrong 'text behind a saved result' 3 'text after the end of the JSON value' report trailing.json -o deal.md
expect 'no report of a damaged result is left' [ ! -e deal.md ]

# Control characters and direction overrides are shown, not obeyed.
printf '{"parley":1,"id":"x","title":"a\\u202eb\\u001b[2J","issues":{"p":{"name":"p\\u202eq","options":{"a":{"name":"\\u001b[1ma"}}}},"actors":{"a":{"name":"a\\u202eb","consent":"required","reservation":0}}}' >bidi.json
overrides() {
  says solve bidi.json && holds 'a\u202eb\u001b[2J' && ! grep -q "$(printf '\342\200\256\|\033')" out
}
expect 'overrides and control characters are escaped' overrides
shown_in() { # shown_in COMMAND...: what it prints escapes them
  says "$@" && ! grep -q "$(printf '\342\200\256\|\033')" out
}
expect 'and in a Markdown report' shown_in report --format md bidi.json
expect 'and in explain' shown_in explain --bundle p=a bidi.json
expect 'and in a table' shown_in solve --format csv bidi.json
expect 'and in the JSON' shown_in solve --format json bidi.json
expect 'and in a list' shown_in solve --list acceptable bidi.json
expect 'and in a merged scenario' shown_in show bidi.json
# A deal that both could improve says so, and names the one.
better_in_solve() {
  says solve "$cases/dominated.json" &&
    holds 'Better than signed for somebody and worse for nobody, with price: high; service: full (buyer +15, seller +8).'
}
better_in_explain() {
  says explain --design signed "$cases/dominated.json" && holds 'IT IS NOT EFFICIENT: with price: high; service: full it' \
    'buyer 40.000 instead of 25.000 (+15.000), seller 51.000 instead of 43.000 (+8.000)'
}
efficient_in_explain() { says explain --bundle price=high,date=late,service=full "$cases/dominated.json" && holds 'It is efficient'; }
expect 'a deal that is not efficient: solve names a better one' better_in_solve
expect 'a deal that is not efficient: explain names a better one' better_in_explain
expect 'a deal that is efficient' efficient_in_explain

# No deal: the nearest miss, who is short by how much, and which two numbers together would open it.
nearest_miss() { # nearest_miss ARGUMENT...: solve and explain tell the same
  says "$@" && holds 'The nearest miss, by the largest slack (-0.1000), is index 79: Raise: 4 %' 'Short of a yes there: Union 0.100, Employer 0.075.' \
    'Two numbers together would make it a deal' '0.6000 none given /actors/union/reservation' \
    '0.7223 none given /actors/union/payoffs/raise/values/r4' '0.7000 none given /actors/employer/payoffs/raise/values/r4'
}
opens() { # opens POINTER=VALUE POINTER=VALUE: these two, and neither alone
  "$parley" solve --set "$1" --set "$2" "$cases/no-deal.json" | grep -q 'A DEAL IS POSSIBLE' &&
    "$parley" solve --set "$1" "$cases/no-deal.json" | grep -q 'NO DEAL' &&
    "$parley" solve --set "$2" "$cases/no-deal.json" | grep -q 'NO DEAL'
}
expect 'no deal: solve tells the nearest miss and what would open it' nearest_miss solve "$cases/no-deal.json"
expect 'no deal: explain tells the same' nearest_miss explain --design offer "$cases/no-deal.json"
expect 'two payoffs of no deal open it' opens /actors/union/reservation=0.6 /actors/employer/reservation=0.525
expect 'two values open it' opens /actors/union/payoffs/raise/values/r4=0.7223 /actors/employer/payoffs/raise/values/r4=0.7
once() { says solve "$cases/no-deal.json" && [ "$(grep -c 'everybody would have to' out)" = 1 ]; }
expect 'no deal: the slack is told once' once

# What turns an answer: a weight takes the others along, as in sweeps; a value beyond all others is flagged.
weights_are_shares() {
  says explain --design mediator --set /actors/union/reservation=0.46 "$cases/no-deal.json" || return 1
  "$parley" explain --format json --design mediator --set /actors/union/reservation=0.46 "$cases/no-deal.json" | python3 -c '
import json, sys
w = {"raise": .45, "term": .1, "jobs": .3, "hours": .15}
v = {"raise": .25, "term": .6, "jobs": .6, "hours": .75}
e = json.load(sys.stdin)
pay = e["actors"]["union"]["terms"]
v = {t["what"]: t["value"] for t in pay}
n = 0
for f in e["flips"]["numbers"]:
  if f["kind"] != "weight" or "/union/" not in f["pointer"]: continue
  k = f["pointer"].split("/")[-2]
  def at(x): return sum((x if j == k else w[j]) * v[j] for j in w) / (1 - w[k] + x)
  assert (at(f["stay"]) >= .46 - 1e-8) != (at(f["turn"]) >= .46 + 1e-8), f
  n += 1
assert n > 0'
}
beyond() { says explain --design signed "$cases/dominated.json" && holds '-5.0000 -5.0000 none given, beyond /actors/buyer/payoffs/date/values/late' '20.0000 -5.0000 none given /actors/buyer/payoffs/price/values/mid'; }
expect 'weights that turn an answer are shares' weights_are_shares
expect 'a value beyond its issue is flagged' beyond
steps() { says explain --design union-claim --set /actors/employer/reservation=0.3 "$cases/no-deal.json" && holds '1 change away, proved nearest: Raise: 4 % (2 steps).'; }
expect 'a claim is weighed by its steps' steps

# How far a deal is from the frontier and from the Nash deal, in shares of 55 and 37: from (25, 43) to (40, 51), the nearest
# of (75, 25), (30, 57), (60, 45), (40, 51); and to (60, 45).
distances() { says "$@" && holds 'nearest efficient deal' '0.35' '0.64'; }
expect 'distances in solve' distances solve "$cases/dominated.json"
expect 'distances in explain' distances explain --design signed "$cases/dominated.json"

# The reports tell the same.
told_in() { # told_in CASE TEXT...: the Markdown report holds each
  "$parley" report "$cases/$1.json" -o out.md 2>err || { cat err; return 1; }
  shift
  cp out.md out
  holds "$@"
}
expect 'no deal, in a report' told_in no-deal 'By the largest slack' 'Short of a yes there: Union 0.100, Employer 0.075.' \
  '2 numbers together would make it a deal' '| Union | value | 0.5000 | 0.7222 |'
expect 'a better deal, in a report' told_in dominated 'price: high; service: full (buyer +15, seller +8).' \
  'Distance to the nearest efficient deal 0.35, to the Nash deal 0.64.'
expect 'digits by actor, in a report' told_in mixed-scale '| seller | +1100 | +1000 |' '| buyer | +0.020 | -0.004 **refuses** |'
expect 'who may be outvoted, in a report' told_in trapped-member 'enough of those asked accept | yes'

# Names where people read: no ids of issues, options, levels in the texts and in the Markdown report.
ids='(mechanism|clock|status|response|army|p5|rus|rule|trigger|scope|form|timing|us|uk|france|germany|israel)=[a-z0-9]'
named() { # named TEXT ARGUMENT...: what the command prints holds TEXT and no "issue=option"
  text=$1
  shift
  says "$@" && holds "$text" && ! grep -nE "$ids" out
}
istanbul=$root/scenarios/istanbul-2022.json
expect 'terms by name: explain' named 'Kind of duty: Several states guarantee, no Article 5 mechanism (implied, E05' explain --design german "$istanbul"
expect 'terms by name: levels' named 'Turkey, Poland, Canada, Israel (Guarantor: military assistance).' explain --design german "$istanbul"
expect 'terms by name: what each design lacks' named 'Israel: Outside. - NATO membership: 8 changes' report --format md "$istanbul"
long_names() { # a move of an actor whose name has two bytes a letter: no letter is cut in two
  says solve --set '/actors/a/name="Объединённое Королевство и Содружество"' "$root/scenarios/two-guarantors.json" &&
    holds 'Объединённое Королевств…' && lacks '\x'
}
expect 'a name in another alphabet is cut between letters' long_names

# Indices of a handful of base points are noise: said so, in the text, the JSON and a report; those of enough are not.
basin() { # basin N FOLDER
  says sweep "$cases/basin.json" --vary '/actors/*/reservation' --vary '/actors/*/bonuses/club/gain' --method saltelli --n "$1" \
    --of design.court-plan.acceptable --out "$2"
}
noise() {
  basin 16 few && says sensitivity few && holds 'UNUSABLE: shares of a variance are at most 1' && lacks 'From half' &&
    says sensitivity --format json few && holds '"usable": false' && says report --format md few && holds '**Unusable**'
}
settled() { basin 512 enough && says sensitivity enough && lacks 'UNUSABLE' && holds 'From half'; }
expect 'indices that are noise are called so' noise
expect 'indices that are not are not' settled

# Sentences that odd files made false.
on_the_line() { says solve "$cases/odd-one.json" && holds 'were worth any more to everybody' && lacks '0.0000 more'; }
all_forbidden() { says solve "$cases/odd-empty.json" && holds 'NO DEAL: the rules forbid every combination' && lacks 'none of the 0'; }
outvoted() { says solve "$cases/odd-quorum.json" && holds 'pressed hardest there: a +0.500.'; }
one_needed() { says explain --design d "$cases/odd-quorum.json" && holds '1 accepts and 1 is needed'; }
expect 'a deal on the line itself has no slack of 0.0000' on_the_line
expect 'rules that forbid everything' all_forbidden
expect 'who is outvoted is not pressed' outvoted
expect 'a quorum of one' one_needed

# Lists: every bundle of a set, as many as are counted.
count_of() { # count_of FILE KEY: "count" below KEY of the saved result
  python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]].get("count"))' "$1" "$2"
}
lists_agree() { # lists_agree SCENARIO
  "$parley" solve --format json -o counts.json "$1" 2>/dev/null || return 1
  for set in acceptable efficient sustained stable; do
    key=$set
    [ $set != efficient ] || key=pareto
    "$parley" solve --list $set -o list.csv "$1" 2>err || { cat err; return 1; }
    wanted=$(count_of counts.json $key) got=$(($(wc -l <list.csv) - 1))
    [ "$set" = efficient ] && [ "$wanted" = None ] && wanted=0
    [ "$wanted" = "$got" ] || { echo "$set: $got rows, $wanted counted"; return 1; }
  done
}
for scenario in "$cases/dominated.json" "$root/tests/golden/scenarios/two-guarantors.json" "$root/scenarios/harbour-720.json" \
  "$root/scenarios/barrett-10.json" "$root/scenarios/stag-hunt.json"; do
  expect "lists of $(basename "$scenario") have as many rows as are counted" lists_agree "$scenario"
done
sorted() {
  says solve --list acceptable --where price=high,price=mid,service=full --sort seller --limit 2 "$cases/dominated.json" &&
    holds '11,high,late,full,40,51,20,31' '9,high,early,full,60,45,40,25' && lacks '7,mid,late,full'
}
expect 'a list with terms, an order and a limit' sorted
full() { "$parley" solve --list acceptable "$cases/dominated.json" >/dev/full 2>err; [ $? = 5 ] && grep -q 'No space left' err; }
expect 'a list onto a full disk fails' full
wrong 'a list of no set' 2 'no set "best"; there are: acceptable, efficient' solve --list best "$cases/dominated.json"
wrong 'a list in no order' 2 'did you mean "buyer"?' solve --list stable --sort buyr "$cases/dominated.json"
wrong 'an order without a list' 2 '--sort goes with --list' solve --sort nash "$cases/dominated.json"
rows() { says solve --format csv-rows "$cases/dominated.json" && holds 'section,item,index,price' 'design,signed,6,mid,late,none,25,43,5,23' 'better,signed,11'; }
expect 'the csv of one row a bundle' rows

# Every actor has its own digits; every player its column.
digits() { says solve "$cases/mixed-scale.json" && holds 'seller 4000 +1100 +1000' 'buyer 0.42 +0.020 -0.004x'; }
expect 'digits by actor' digits
columns() { says solve --top 2 --width 140 "$root/scenarios/harbour-720.json" && sed -n '/BY NASH PRODUCT/,$p' out | grep -q 'Sports c.*Departme.*Environm.*Mayor.*Other ci.*Union'; }
expect 'every player has a column in --top' columns

# What looks like a slip is told.
warned() { "$parley" check "$1" 2>&1 | tr -s ' ' | grep -qF "$2"; }
expect 'a rule that seems to hold a member in' warned "$cases/trapped-member.json" 'rule "force" asks for members: it holds nobody in'
trapped() { says solve "$cases/trapped-member.json" && holds 'BUT NONE WOULD HOLD' 'c leaves and it falls (+1.200)' 'stable 0 nobody moves' 'sustained 0'; }
trapped_explained() { says explain --design draft "$cases/trapped-member.json" && holds 'These would leave, although the deal then falls, as they are better off with none: c.' && lacks 'went on without'; }
expect 'a member that loses is not stable' trapped
expect 'nor when it is explained' trapped_explained
expect 'a value 80 among fractions' warned "$cases/value-out-of-range.json" 'raise=r3 brings 40'
expect 'a reservation that nothing reaches' warned "$cases/impossible-reservation.json" 'Employer can never accept'
unfeasible() {
  says solve --set '/rules={"r": {"when": {}, "then": {"price": "low"}}}' "$cases/dominated.json" && holds 'signed breaks the rule r' &&
    grep -q 'W913' err
}
expect 'a design that a setting makes unfeasible is told, not refused' unfeasible
echo "1..$number"
