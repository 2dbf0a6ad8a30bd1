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
printf '{"parley":1,"id":"x","title":"a\\u202eb\\u001b[2J","issues":{"p":{"options":{"a":{}}}},"actors":{"a":{"consent":"required","reservation":0}}}' >bidi.json
overrides() {
  says solve bidi.json && holds 'a\u202eb\u001b[2J' && ! grep -q "$(printf '\342\200\256\|\033')" out
}
expect 'overrides and control characters are escaped' overrides
echo "1..$number"
