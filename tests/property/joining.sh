#!/bin/sh
# What `solve` says of joining with noise and with advice is what `parley game` finds in the join game of each design,
# number for number; and where the scenario asks for neither, nothing is said. Usage: joining.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$root/tests/support/tap.sh"

cat >compare.py <<'PYTHON'
import json, subprocess, sys
parley, path, lam = sys.argv[1:4]
def said(*words):
    done = subprocess.run([parley, *words, '--format', 'json'], capture_output=True, text=True)
    assert done.returncode == 0, (words, done.stderr)
    return json.loads(done.stdout)
near = lambda a, b: abs(a - b) <= 1e-9
number = lambda x: float(x) if not isinstance(x, str) else (lambda p: float(p[0]) / float(p[1]) if len(p) > 1 else float(p[0]))(x.split('/'))
assert all('quantal' not in d['join'] for d in said('solve', path)['designs'].values())
designs = said('solve', path, '--set', '/joining={"lambda": %s}' % lam)['designs']
compared = 0
for id, design in designs.items():
    game = said('game', path, '--design', id, '--find', 'logit,pure,correlated', '--lambda', lam)
    point = [p for p in game['logit']['points'] if p.get('lambda') == float(lam)][0]
    for player, chances in design['join']['quantal']['chance'].items():
        for move, chance in chances.items():
            assert near(number(point['strategies'][player].get(move, 0)), chance), (id, player, move)
            compared += 1
    advice = design['join']['advice']
    best = [a for a in game['correlated']['best'] if a['goal'] == 'sum'][0] if 'best' in game['correlated'] else game['correlated']['equilibria'][0]
    assert near(number(best['value']), advice['sum']), (id, best, advice)
    assert advice['regret'] <= 1e-9 and near(sum(advice['payoffs'].values()), advice['sum'])
    if game['pure']['equilibria']:
        assert near(max(sum(map(number, e['payoffs'].values())) for e in game['pure']['equilibria']), advice['best_without']), id
assert compared > 3, compared
PYTHON
same() { python3 compare.py "$parley" "$root/scenarios/$1.json" "$2"; }
expect 'chicken' same chicken 2
expect 'a guarantee of 1919' same guarantee-1919 30
expect 'two guarantors' same two-guarantors 5
expect 'a precision that is none' told 3 'must be above 0' "$parley" solve "$root/scenarios/chicken.json" --set '/joining={"lambda": 0}'
echo "1..$number"
