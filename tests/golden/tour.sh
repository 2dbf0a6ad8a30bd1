#!/bin/sh
# Does the README show what the program prints? Every indented block that starts with "$ sim/run ..." is run; the
# lines below it must come in its output, in that order, but for blanks at their start and lines of dots.
# Usage: tour.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$root" || exit 1

# One file a block: its command in N.run, what the README shows of its output in N.shown.
awk -v work="$work" '
  /^    \$ sim\/run / { n++; on = 1; print substr($0, 15) >(work "/" n ".run"); next }
  /^    / && on { sub(/^ +/, ""); if ($0 != "…") print >(work "/" n ".shown"); next }
  /^[^ ]/ { on = 0 }
  END { print n + 0 >(work "/count") }' README.md

number=0
while [ "$number" -lt "$(cat "$work/count")" ]; do
  number=$((number + 1))
  command=$(cat "$work/$number.run")
  [ -e "$work/$number.shown" ] || : >"$work/$number.shown"
  eval "\"\$parley\" $command" >"$work/out" 2>"$work/err"
  code=$?
  awk 'NR == FNR { want[n++] = $0; next } { sub(/^ +/, ""); if (k < n && $0 == want[k]) k++ }
       END { if (n == 0) print "the README shows nothing of it"; else if (k < n) print "not found: " want[k] }' \
    "$work/$number.shown" "$work/out" >"$work/missing"
  if [ "$code" = 0 ] && [ ! -s "$work/missing" ]; then
    echo "ok $number - $command"
  else
    echo "not ok $number - $command"
    { echo "exit $code"; cat "$work/missing" "$work/err"; } | sed 's/^/# /'
  fi
done
number=$((number + 1))
if [ "$(cat "$work/count")" -ge 3 ]; then echo "ok $number - three scenarios or more"; else
  echo "not ok $number - expected three blocks or more, found $(cat "$work/count")"
fi
echo "1..$number"
