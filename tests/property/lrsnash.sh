#!/bin/sh
# The extreme equilibria of two-player games are those that lrsnash (Debian's lrslib) finds, fraction for fraction: random
# games with and without ties, square or not, and the 6 x 6 game with 75 equilibria. Where lrsnash is not installed
# (tests/run --all installs it) this is skipped, and says so. Usage: lrsnash.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
command -v lrsnash >/dev/null 2>&1 || {
  echo "1..1"
  echo "ok 1 - the extreme equilibria of lrsnash # SKIP lrsnash is not installed (Debian: lrslib)"
  exit 0
}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$root/tests/support/tap.sh"

cat >compare.py <<'PYTHON'
import json, random, subprocess, sys
from fractions import Fraction
parley, kind, count = sys.argv[1], sys.argv[2], int(sys.argv[3])

def ours(a, b):
    m, n = len(a), len(a[0])
    with open('g.nfg', 'w') as out:
        out.write('NFG 1 R "g" { "1" "2" } { %d %d }\n\n' % (m, n))
        out.write(' '.join('%d %d' % (a[r][c], b[r][c]) for c in range(n) for r in range(m)) + '\n')
    done = subprocess.run([parley, 'game', 'g.nfg', '--find', 'mixed', '--format', 'json'], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    mixed = json.loads(done.stdout)['mixed']
    assert mixed['complete'] and mixed['exact'], mixed
    chances = lambda e, player, n: tuple(Fraction(e['strategies'][player].get(str(k + 1), 0)) for k in range(n))
    found = [(chances(e, '1', m), chances(e, '2', n)) for e in mixed['equilibria']]
    assert len(found) == len(set(found)), 'one is listed twice'
    return set(found)

def theirs(a, b):
    with open('g.lrs', 'w') as out:
        out.write('%d %d\n' % (len(a), len(a[0])))
        for table in (a, b): out.write('\n' + '\n'.join(' '.join(map(str, row)) for row in table) + '\n')
    text = subprocess.run(['lrsnash', 'g.lrs'], capture_output=True, text=True).stdout
    found = set()
    for block in text.split('\n\n'): # every "1" line of a block goes with every "2" line of it
        rows = [line.split() for line in block.splitlines() if line[:2] in ('1 ', '2 ')]
        of = lambda who: [tuple(map(Fraction, row[1:-1])) for row in rows if row[0] == who]
        found |= {(x, y) for x in of('1') for y in of('2')}
    return found

rng = random.Random(sum(map(ord, kind)))
for seed in range(count):
    m, n = rng.randint(2, 6), rng.randint(2, 6)
    top = 3 if kind == 'ties' else 10 ** 6
    a, b = [[[rng.randint(0, top) for _ in range(n)] for _ in range(m)] for _ in range(2)]
    if kind == 'many':
        a = [[9504, -660, 19976, -20526, 1776, -8976], [-111771, 31680, -130944, 168124, -8514, 52764],
             [397584, -113850, 451176, -586476, 29216, -178761], [171204, -45936, 208626, -263076, 14124, -84436],
             [1303104, -453420, 1227336, -1718376, 72336, -461736], [737154, -227040, 774576, -1039236, 48081, -300036]]
        columns = [[72336, -461736, 1227336, -1718376, 1303104, -453420], [48081, -300036, 774576, -1039236, 737154, -227040],
                   [29216, -178761, 451176, -586476, 397584, -113850], [14124, -84436, 208626, -263076, 171204, -45936],
                   [1776, -8976, 19976, -20526, 9504, -660], [-8514, 52764, -130944, 168124, -111771, 31680]]
        b = [list(row) for row in zip(*columns)]
    mine, yours = ours(a, b), theirs(a, b)
    assert mine == yours, (kind, seed, a, b, 'only ours', mine - yours, 'only lrsnash', yours - mine)
    assert kind != 'many' or len(mine) == 75, len(mine)
PYTHON
same() { python3 compare.py "$parley" "$1" "$2"; }
expect 'random games' same plain 20
expect 'games that tie, with whole segments of equilibria' same ties 20
expect 'the 6 x 6 game with 75 equilibria' same many 1
echo "1..$number"
