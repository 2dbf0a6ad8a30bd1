#!/bin/sh
# Talks as outputs of a sweep are the sessions of `parley negotiate` over the same draws: how often they end in a deal,
# when, on which deals, with which mean payoffs and gains; with strategies that draw nothing and with some that do; and
# shards and threads change no byte. Usage: talks.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$root/tests/support/tap.sh"

outputs='talk.agreed,talk.round,talk.index,talk.payoff.*,talk.gain.*,talk.efficient,talk.sustained,talk.stable,talk.distance'

# same SCENARIO BLOCK OPTION...: the scenario with that block "negotiation", by both.
same() {
  file=$root/scenarios/$1.json block=$2
  shift 2
  rm -rf swept
  "$parley" show "$file" --set "/negotiation=$block" >said.json || return 1
  "$parley" sweep said.json "$@" --n 24 --of "$outputs" --out swept 2>/dev/null || return 1
  "$parley" negotiate said.json --numbers drawn "$@" --sessions 24 --format json >talks.json || return 1
  python3 - <<'PYTHON'
import csv, json
rows = list(csv.DictReader(open('swept/results.csv')))
said = json.load(open('talks.json'))['negotiate']
deals = [r for r in rows if r['talk.agreed'] == '1']
assert len(rows) == said['sessions'] == 24, len(rows)
assert len(deals) == said['agreed'], (len(deals), said['agreed'])
near = lambda a, b: abs(a - b) <= 1e-9 * max(1, abs(a))
mean = lambda column, of: sum(float(r[column]) for r in of) / len(of)
for actor, its in said['by_actor'].items():
    assert near(mean('talk.payoff.' + actor, rows), its['mean_payoff']), actor
    assert near(mean('talk.gain.' + actor, rows), its['mean_gain']), actor
if deals:
    assert near(mean('talk.round', deals), said['round']['mean'])
    for what in ('efficient', 'sustained', 'stable'):
        assert near(mean('talk.' + what, deals), said[what]['share']), what
    counts = {}
    for r in deals: counts[r['talk.index']] = counts.get(r['talk.index'], 0) + 1
    for deal in said['deals']: assert counts[str(deal['index'])] == deal['count'], deal
print(len(deals), 'deals')
PYTHON
}

moves='/actors/*/reservation*=0.7:1.3'
expect 'alternating offers' same harbour-720 '{"rounds": 20, "strategies": {"*": "linear"}}' --vary "$moves" --method random
expect 'strategies that draw' same harbour-720 '{"protocol": "stacked", "rounds": 60, "strategies": {"*": "random"}}' --vary "$moves" --method random --seed 5
expect 'a vote on everything' same harbour-720 '{"protocol": "voting", "rounds": 9, "strategies": {"*": "conceder", "mayor": "micro"}}' --vary "$moves" --method sobol
expect "a mediator's text" same guarantee-1919 '{"protocol": "single-text", "rounds": 40, "strategies": {"*": "satisficer"}}' --uncertain all --method random --seed 2
expect 'nobody agrees' same harbour-720 '{"rounds": 2, "strategies": {"*": "hardliner"}}' --vary "$moves" --method random

cat >plan.json <<JSON
{ "sweep": 1, "scenario": "said.json", "n": 30, "method": "random",
  "parameters": [ { "at": "/negotiation/rounds", "values": [2, 10, 40] }, { "at": "/actors/*/reservation", "scale": true, "low": 0.7, "high": 1.3 } ],
  "outputs": ["talk.agreed", "talk.round"] }
JSON
threads() {
  "$parley" show "$root/scenarios/harbour-720.json" --set '/negotiation={"strategies": {"*": "random"}, "rounds": 10}' >said.json &&
    "$parley" sweep plan.json -j 1 --out one 2>/dev/null && "$parley" sweep plan.json -j 2 --out two 2>/dev/null &&
    cmp one/results.csv two/results.csv && cut -d, -f9 one/results.csv | sort -u | grep -q 1
}
expect 'a plan that moves how they talk: threads change no byte' threads
# The report replays the first session of the file's own talks; without a block of talks it has none.
replayed() {
  "$parley" show "$root/scenarios/$1.json" --set "/negotiation=$2" >said.json &&
    "$parley" report said.json --format json >report.json && "$parley" negotiate said.json --sessions 1 --trace 1 --format json >talks.json &&
    "$parley" report "$root/scenarios/$1.json" --format json >plain.json || return 1
  python3 - <<'PYTHON'
import json
talk, said = json.load(open('report.json'))['talk'], json.load(open('talks.json'))['negotiate']
assert 'talk' not in json.load(open('plain.json'))
assert talk['agreed'] == (said['outcome'] == 'deal') and len(talk['events']) == len(said['trace']) > 1
for a, b in zip(talk['events'], said['trace']):
    assert (a['step'], a['actor'], a['does'], a.get('stands')) == (b['step'], b['actor'], b['does'], b.get('stands')), (a, b)
    if 'index' in b: assert a['index'] == str(b['index']) and a['yes'] == b['yes']
PYTHON
}
expect 'a report replays offers' replayed harbour-720 '{"rounds": 20, "strategies": {"*": "linear"}}'
expect "a report replays a mediator's questions" replayed locarno '{"protocol": "learning-text", "rounds": 30}'

# Where no assignment of strategies is an equilibrium, one by chance is told: nobody gains by moving alone, by the payoffs said.
mixed() {
  "$parley" negotiate --among boulware,linear,tit-for-tat "$root/scenarios/divide-a-pie.json" --rounds 10 --format json >among.json || return 1
  python3 - <<'PYTHON'
import json
said = json.load(open('among.json'))
game = next(v for v in said.values() if isinstance(v, dict) and 'mixed' in v)
rows = next(v for v in game.values() if isinstance(v, list) and v and 'payoffs' in v[0])
assert game['equilibria'] == 0 and len(rows) == 9
chance = list(game['mixed'].values())
for role in (0, 1):
    assert abs(sum(chance[role]) - 1) < 1e-12
    other = chance[1 - role]
    worth = [sum(other[o] * rows[3 * s + o if role == 0 else 3 * o + s]['payoffs'][role] for o in range(3)) for s in range(3)]
    assert max(worth) - sum(c * w for c, w in zip(chance[role], worth)) < 1e-9, worth
PYTHON
}
expect 'an equilibrium of strategies by chance' mixed
expect 'a strategy that is none' told 3 'did you mean "linear"?' "$parley" sweep said.json --set '/negotiation/strategies={"*": "liner"}' --vary "$moves" --of talk.agreed --out bad
expect 'an output that is none' told 3 'did you mean "agreed"?' "$parley" sweep said.json --vary "$moves" --of talk.agred --out bad
echo "1..$number"
