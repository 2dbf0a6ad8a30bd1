#!/bin/sh
# The proposal game: played from the back by other code, over the tree that `--to efg` writes, it goes the same way and
# brings the same; and where everybody takes the levels of a named design and agrees, the tree pays what `solve` says.
# Usage: propose.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$root/tests/support/tap.sh"

cat >compare.py <<'PYTHON'
import json, re, subprocess, sys
from fractions import Fraction
sys.setrecursionlimit(100000)
parley, path, *more = sys.argv[1:]
def said(*words):
    done = subprocess.run([parley, *words], capture_output=True, text=True)
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout
lines = said('game', '--of', 'propose', path, '--to', 'efg', *more).split('\n')
players = re.findall('"([^"]*)"', lines[0].split('{')[1])
rows = iter(line for line in lines[1:] if line[:2] in ('p ', 't '))
def read(): # nodes in prefix order
    row = next(rows)
    if row[0] == 't': return [Fraction(x) for x in row.split('{')[1].strip(' }').replace(',', '').split()]
    return int(row.split()[2]) - 1, [(a, read()) for a in re.findall('"([^"]*)"', row.split('{')[1])]
tree = read()
assert next(rows, None) is None
def play(node): # the first of the best
    if isinstance(node, list): return node, []
    player, branches = node
    all = [(a, *play(below)) for a, below in branches]
    best = max(payoff[player] for _, payoff, _ in all)
    action, payoff, way = next(x for x in all if x[1][player] == best)
    return payoff, [(players[player], action)] + way
payoff, way = play(tree)
found = json.loads(said('game', '--of', 'propose', path, '--format', 'json', *more))['induction']
assert found['confirmed'] and found['regret'] == 0
assert [(step['player'], step['action']) for step in found['play']] == way, (found['play'], way)
near = lambda a, b: abs(a - b) <= 2e-9 * max(1, abs(b))
assert all(near(found['payoffs'][p], float(x)) for p, x in zip(players, payoff))
solved, paid = json.loads(said('solve', path, '--format', 'json', *more)), 0
for branch, (design, node) in enumerate(tree[1]):
    if branch == 0: continue
    members, feasible = solved['designs'][design]['members'], True
    while not isinstance(node, list):
        player, branches = node
        level = members.get(players[player], list(solved['frame']['levels'] or ['out'])[0])
        below = dict(branches).get('yes' if branches[0][0] in ('yes', 'no') else level)
        feasible = below is not None
        if not feasible: break # kept out by a red line, or refusing by one
        node = below
    if not feasible: continue
    at = solved['designs'][design]
    if not at['feasible'] or any(r for r in at.get('red_lines', {})): continue
    assert all(near(float(x), at['payoffs'][p]) for p, x in zip(players, node)), (design, node, at['payoffs'])
    paid += 1
assert paid > 0
PYTHON
same() { python3 compare.py "$parley" "$root/scenarios/$1.json"; }
expect 'two guarantors' same two-guarantors
expect 'take it or leave it' same take-it-or-leave-it
expect 'the guarantee of 1919' same guarantee-1919
expect 'the treaty of 1839' same belgium-1839
expect 'an environmental treaty of three' same barrett-3
expect 'a design that is none' told 2 'did you mean "both"' "$parley" game --of propose --designs bot "$root/scenarios/two-guarantors.json"
expect 'a design named twice' told 2 'named twice' "$parley" game --of propose --designs both,both "$root/scenarios/two-guarantors.json"
expect 'designs without proposals' told 2 '--of propose' "$parley" game --designs both "$root/scenarios/two-guarantors.json"
expect 'a bundle with proposals' told 2 '--designs' "$parley" game --of propose --design both "$root/scenarios/two-guarantors.json"
expect 'a question that needs a table' told 2 'plays it from the back' "$parley" game --of propose --find mixed "$root/scenarios/two-guarantors.json"
expect 'no table is written' told 4 'write it as efg' "$parley" game --of propose --to nfg "$root/scenarios/two-guarantors.json"
echo "1..$number"
