#!/bin/sh
# A plain game written as a scenario is the same game as its table in the field's format: on random games of one to four
# players, with as many strategies each as it happens and many ties, written with names or as lists, `parley game` finds
# the same pure equilibria with the same payoffs, `parley solve` counts them as stable, and moving one payoff by --set
# moves it. Usage: plain_games.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$root/tests/support/tap.sh"

cat >compare.py <<'PYTHON'
import itertools, json, random, subprocess, sys
parley, seed = sys.argv[1], int(sys.argv[2])
rng = random.Random(seed)
sizes = [rng.randint(1, 4) for _ in range(rng.randint(1, 4))]
if max(sizes) == 1: sizes[0] = 2
players = ['abcd'[i] + 'x' * rng.randint(0, 3) for i in range(len(sizes))]
moves = [['%s%d' % (rng.choice('klm'), k) for k in range(n)] for n in sizes]
profiles = list(itertools.product(*(range(n) for n in sizes)))
pay = {p: [rng.randint(0, 3) for _ in players] for p in profiles}

def nest(i, rest, own):
    if not rest: return pay[tuple(own)][i]
    j = len(own)
    inner = [nest(i, rest[1:], own + [k]) for k in range(rest[0])]
    return inner if rng.random() < .5 else dict(zip(moves[j], inner))

game = {'players': {p: {'strategies': m if rng.random() < .5 else {k: {'name': k.upper()} for k in m}} for p, m in zip(players, moves)},
        'payoffs': {p: nest(i, sizes, []) for i, p in enumerate(players)}}
json.dump({'parley': 1, 'id': 'g', 'game': game}, open('g.json', 'w'))
with open('g.nfg', 'w') as out:
    out.write('NFG 1 R "g" { %s }\n\n{ %s }\n\n' % (' '.join('"%s"' % p for p in players), '\n'.join('{ %s }' % ' '.join('"%s"' % k for k in m) for m in moves)))
    for p in itertools.product(*(range(n) for n in reversed(sizes))): out.write(' '.join(map(str, pay[p[::-1]])) + '\n')

def said(*words):
    done = subprocess.run([parley, *words, '--format', 'json'], capture_output=True, text=True)
    assert done.returncode == 0, (words, done.stderr)
    return json.loads(done.stdout)

def brute():
    for p in profiles:
        if all(pay[p[:i] + (k,) + p[i + 1:]][i] <= pay[p][i] for i in range(len(sizes)) for k in range(sizes[i])): yield p

with_choice = [i for i in range(len(sizes)) if sizes[i] > 1]
want = [({players[i]: moves[i][p[i]] for i in with_choice}, [pay[p][i] for i in with_choice]) for p in brute()]
def found(answer): return [({k: v for k, v in e['profile'].items() if k in [players[i] for i in with_choice]}, [float(eval(str(e['payoffs'][players[i]]))) for i in with_choice]) for e in answer['pure']['equilibria']]
key = lambda e: sorted(e[0].items())
mine, table = found(said('game', 'g.json', '--find', 'pure')), found(said('game', 'g.nfg', '--find', 'pure'))
assert sorted(mine, key=key) == sorted(want, key=key), (mine, want)
assert sorted(table, key=key) == sorted(want, key=key), (table, want)
solved = said('solve', 'g.json')
assert solved['stable']['count'] == len(want) and solved['space']['feasible'] == len(profiles), solved['stable']
p, i = rng.choice(profiles), rng.randrange(len(players))
at, pointer = game['payoffs'][players[i]], '/game/payoffs/' + players[i]
for j, k in enumerate(p):
    pointer += '/' + (str(k) if isinstance(at, list) else moves[j][k])
    at = at[k] if isinstance(at, list) else at[moves[j][k]]
moved = said('explain', 'g.json', '--set', pointer + '=77', '--bundle', ','.join('%s=%s' % (players[j], moves[j][p[j]]) for j in range(len(p))))
assert moved['actors'][players[i]]['payoff'] == 77, moved
PYTHON
many() { # many FROM TO
  for seed in $(seq "$1" "$2"); do python3 compare.py "$parley" "$seed" || { echo "seed $seed"; cat g.json; return 1; }; done
}
expect 'random games, by names and lists' many 1 12

# A lesson read as it is written and spelt out gives the same answers.
shown() {
  "$parley" show "$root/scenarios/chicken.json" >once.json && "$parley" show once.json | cmp - once.json &&
    grep -q '"game"' once.json && ! grep -q '"bonuses"' once.json &&
    "$parley" solve once.json --format csv >a.csv && "$parley" solve "$root/scenarios/chicken.json" --format csv | cmp - a.csv
}
expect 'shown as it is written, and the same again' shown
swept() {
  rm -rf d && "$parley" sweep "$root/scenarios/prisoners-dilemma.json" --vary '/game/payoffs/east/arm/disarm+/game/payoffs/west/disarm/arm=2:4:5' \
    --method grid --of stable.count --out d 2>log && test "$(cut -d, -f3 d/results.csv | tail -n +2 | tr '\n' ' ')" = '2 2 2 1 1 ' || { cat d/results.csv; return 1; }
}
expect 'payoffs are swept where they stand' swept
expect 'a move that is none' told 2 'did you mean "straight"?' "$parley" explain "$root/scenarios/chicken.json" --bundle ann=strait,ben=swerve

# Players with moves of their own, and not as many each: in the classroom everybody sees its own.
cat >siege.json <<'JSON'
{"parley":1,"id":"siege","game":{"players":{"city":{"strategies":["hold","yield"]},"army":{"strategies":{"storm":{"name":"Storm the walls"},"wait":{},"leave":{}}}},
"payoffs":{"city":[[-2,-1,3],[-3,0,1]],"army":[[1,-1,0],[2,3,0]]}}}
JSON
own_moves() {
  printf 'move storm\nmove hold\nmove hold\n' | "$parley" play --as city --rounds 2 siege.json >said || return 1
  grep -q 'no move .*storm' said && grep -q 'city: hold; army: ' said || { cat said; return 1; }
  grep -Eq '^ +Storm the walls +wait +leave' said && grep -Eq '^ +yield +-3 +0 +1$' said && ! grep -q 'hold / ' said
}
own_briefs() {
  "$parley" class new --players 2 --out lesson siege.json >/dev/null && "$parley" check lesson/scenario.json >/dev/null || return 1
  [ "$(grep -c '<tr><th scope="row">' lesson/briefs.html)" = 5 ] && ! grep -q 'hold / ' lesson/briefs.html
}
same_spelt() { # what the classroom keeps is the same game
  "$parley" game siege.json --format json | grep -v '"file"' >one && "$parley" game lesson/scenario.json --format json | grep -v '"file"' >two
  cmp one two
}
spoilt() { sed "s/\"moves\": [[][^]]*[]]/\"moves\": $1/" lesson/scenario.json >spoilt.json; told 3 "$2" "$parley" check spoilt.json; }
expect 'a person is shown its own moves, and makes no other' own_moves
expect 'briefs hold a table of each own moves' own_briefs
expect 'spelt out it is the same game' same_spelt
expect 'a move named twice' spoilt '["a", "a"]' 'named twice'
expect 'more moves than levels' spoilt '["a", "b", "c", "d"]' '4 moves, but there are 3 levels'
expect 'a move that is no name' spoilt '[1, "b"]' 'must be the name of a move'
echo "1..$number"
