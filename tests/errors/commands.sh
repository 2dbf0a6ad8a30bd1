#!/bin/sh
# What a wrong command line is told, command by command: its exit code and what the message says. (Wrong files: scenario.c; wrong
# sweeps: sweep.sh.) Usage: commands.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
game=$root/tests/golden/scenarios/two-guarantors.json
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$root/tests/support/tap.sh"
wrong() { # wrong NAME CODE TEXT ARGUMENT...
  name=$1 wanted=$2 text=$3
  shift 3
  expect "$name" told "$wanted" "$text" "$parley" "$@"
}
"$parley" solve --format json -o result.json "$game" || exit 1
mkdir folder
: >empty

wrong 'sensitivity of nothing' 2 'the folder of a sweep is missing' sensitivity
wrong 'sensitivity of a folder that is not there' 5 'there is no folder "none"' sensitivity none
wrong 'sensitivity of another folder' 5 '"folder" is no sweep'"'"'s folder' sensitivity folder
wrong 'sensitivity of a file' 5 'is a file: name the folder' sensitivity "$game"
wrong 'a merge of another folder' 5 'is no sweep'"'"'s folder' sweep merge folder
wrong 'a run of another folder' 5 'is no sweep'"'"'s folder' sweep show folder 1
wrong 'a sample enlarged to a word' 2 '--extend is the new size' sweep "$game" --extend much --out d
wrong 'class alone' 2 'what to do, new, serve or report,' class
wrong 'a lesson of a saved result' 3 'this is a saved result' class new --out lesson result.json
for command in 'check' 'compare' 'explain --design pact' 'list' 'play --as north' 'class new --out l' 'sweep --out d'; do
  # shellcheck disable=SC2086 # words
  wrong "csv from ${command%% *}" 2 '"csv" is none of text, json' $command --format csv "$game"
done
wrong 'a size past any machine' 2 'is no size from 1M to' solve --memory 99999999999G "$game"
wrong 'points for a picture as text' 2 '--cloud is for a picture and goes with --format json only' solve --cloud 9 "$game"
wrong 'a report as pdf' 2 'print it from the browser' report "$game" -o deal.pdf
wrong 'a report of another folder' 5 'is no sweep'"'"'s folder' report folder -o deal.md
wrong 'a report that adds another folder' 5 'is no sweep'"'"'s folder' report --sweep folder "$game" -o deal.md
for change in '--set /title=x' '--red-lines all' '--over stable'; do
  # shellcheck disable=SC2086 # words
  wrong "${change%% *} on a saved result" 2 "${change%% *} is asked when a scenario is solved" report $change result.json -o deal.md
done
wrong 'a saved result in the place of a scenario' 3 'this is a saved result' compare "$game" result.json
wrong 'a bench with a file that is none: told before the games are played' 5 'there is no such file' bench none.json
wrong 'a bench with an empty file' 3 'the file is empty' bench --small empty
wrong 'a sweep of which no run can be done' 3 'every run failed' sweep "$game" --vary /actors/east/reservation=low,high --out all-fail
nothing_left() { ! { [ -e deal.md ] || [ -e deal.pdf ] || [ -e d ] || [ -e lesson ] || [ -e l ]; }; }
expect 'a wrong command leaves nothing behind' nothing_left
echo "1..$number"
