#!/bin/sh
# What a wrong game file is told: the line and column, and what would be allowed. Usage: game.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$root/tests/support/tap.sh"
placed() { # placed CODE PATTERN COMMAND...: as told, with a pattern in the place of the words
  wanted=$1 text=$2
  shift 2
  "$@" >out 2>err </dev/null
  code=$?
  [ "$code" = "$wanted" ] && tr '\n' ' ' <err | grep -q -- "$text" && [ ! -s out ] && return 0
  echo "expected exit $wanted, nothing printed, and: $text"
  echo "got exit $code and:"
  cat err out
  return 1
}
wrong() { # wrong NAME CODE TEXT FILE-TEXT ENDING
  printf '%b' "$4" >"game.$5"
  expect "$1" placed "$2" "$3" "$parley" game "game.$5"
}
says() { # says NAME CODE TEXT ARGUMENT...
  name=$1 wanted=$2 text=$3
  shift 3
  expect "$name" placed "$wanted" "$text" "$parley" game "$@"
}
nfg='NFG 1 R "t" { "a" "b" } { 2 2 }\n'
efg='EFG 2 R "t" { "a" "b" }\n'
wrong 'nothing' 3 'game.nfg:1:1' '' nfg
wrong 'another version' 3 '2 is not from 1 to 1.*game.nfg:1:5' 'NFG 2 R "t" { "a" } { 2 } 1 2' nfg
wrong 'no kind of numbers' 3 'R or D.*game.nfg:1:7' 'NFG 1 X "t" { "a" } { 2 } 1 2' nfg
wrong 'no players' 3 'no players' 'NFG 1 R "t" { } { } 1' nfg
wrong 'a title without end' 3 'no closing quote' 'NFG 1 R "t' nfg
wrong 'a payoff missing' 3 'expected a number.*game.nfg:2:15' "$nfg"'1 2 3 4 5 6 7 ' nfg
wrong 'a word for a payoff' 3 'found .x..*game.nfg:2:5' "$nfg"'1 2 x 4 5 6 7 8' nfg
wrong 'a payoff too many' 3 'complete.*game.nfg:2:17' "$nfg"'1 2 3 4 5 6 7 8 9' nfg
wrong 'a division by zero' 3 'divides by zero.*game.nfg:2:3' "$nfg"'1 2/0 3 4 5 6 7 8' nfg
wrong 'half a fraction' 3 'two whole numbers' "$nfg"'1 2/ 3 4 5 6 7 8' nfg
wrong 'an exponent that would take all memory' 3 'exponent is too large' "$nfg"'1 1e999999999 3 4 5 6 7 8' nfg
wrong 'a player without strategies' 3 'has no strategies' 'NFG 1 R "t" { "a" "b" } { { "x" } { } } 1 2' nfg
wrong 'an outcome that is not there' 3 '3 is not from 0 to 1.*game.nfg:2:18' "$nfg"'{ { "" 1 2 } } 1 3 1 1' nfg
wrong 'a table larger than the file' 3 'the file ends before' 'NFG 1 R "t" { "a" "b" "c" } { 1000 1000 1000 } 1 2 3' nfg
wrong 'an unknown node' 3 'expected a node.*game.efg:2:1' "$efg"'x "" 1' efg
wrong 'a tree without its last node' 3 'not complete' "$efg"'p "" 1 1 "" { "l" "r" } 0\nt "" 1 "" { 1 2 }' efg
wrong 'a player that is not there' 3 '3 is not from 1 to 2.*game.efg:2:6' "$efg"'p "" 3 1 "" { "l" } 0' efg
wrong 'a set that is not yet known' 3 'its actions are missing' "$efg"'p "" 1 1 0' efg
wrong 'a set with other actions' 3 'has 1 actions here and 2.*game.efg:3' "$efg"'p "" 1 1 "" { "l" "r" } 0\np "" 1 1 "" { "l" } 0' efg
wrong 'chances that do not sum to one' 3 'sum to 0.75' "$efg"'c "" 1 "" { "l" 1/2 "r" 1/4 } 0' efg
wrong 'a negative chance' 3 'cannot be negative' "$efg"'c "" 1 "" { "l" 3/2 "r" -1/2 } 0' efg
wrong 'an outcome without payoffs' 3 'its payoffs are missing' "$efg"'t "" 1 ""' efg
wrong 'an outcome with too few payoffs' 3 'expected a number' "$efg"'t "" 1 "" { 1 }' efg
wrong 'an outcome with other payoffs' 3 'other payoffs' "$efg"'p "" 1 1 "" { "l" "r" } 0\nt "" 1 "" { 1 2 }\nt "" 1 "" { 1 3 }' efg
good=$root/scenarios/games/chicken.nfg
scenario=$root/scenarios/two-guarantors.json
says 'no file' 5 'there is no such file' none.nfg
says 'a question that is none' 2 'did you mean mixed' --find mixd "$good"
says 'subgames of a table' 2 'this game is a table' --find perfect "$good"
says 'precisions that are none' 2 'is no list' --lambda 1,x "$good"
says 'a design of a game file' 2 'belong to scenario files' --design x "$good"
says 'a scenario without a design' 2 'name a bundle' "$scenario"
says 'a game that no scenario has' 2 'did you mean join' --of joi "$scenario"
says 'a format that is none' 2 'neither nfg nor efg' --to gbt "$good"
printf '{"row": "yield", "column": {"yield": 0.5, "hold": 0.4}}' >sum.json
says 'chances that do not sum' 3 'sum to 0.9' --verify sum.json "$good"
printf '{"row": "yeld", "column": "hold"}' >name.json
says 'a strategy that is none' 3 'did you mean "yield"' --verify name.json "$good"
printf '{"row": "yield"}' >half.json
says 'half a profile' 3 'is missing' --verify half.json "$good"
printf '{"row": \n "yield",, }' >bad.json
says 'a profile that is no JSON' 3 'not valid JSON' --verify bad.json "$good"
echo "1..$number"
