#!/bin/sh
# Does the example of sim/README.md run, built from those very lines with the public header alone? And does the header
# serve C++? Usage: embedding.sh ROOT EXAMPLE SOURCE; prints TAP.
root=$1 example=$2 source=$3
echo 1..3
said=$("$example" "$root/tests/golden/scenarios/sale.json" 2>&1)
if [ "$said" = '3 of 6 deals are acceptable' ]; then
  echo 'ok 1 - the example solves a scenario'
else
  echo 'not ok 1 - the example solves a scenario'
  echo "# expected: 3 of 6 deals are acceptable; got: $said"
fi
others=$(grep '#include "' "$source" | grep -v '"sim/parley.h"')
said=$("$example" "$root/no-such.json" 2>&1) && code=0 || code=$?
if [ -z "$others" ] && [ "$code" = 1 ] && [ -n "$said" ]; then
  echo 'ok 2 - it includes the public header only, and tells a failure'
else
  echo 'not ok 2 - it includes the public header only, and tells a failure'
  echo "# other includes: $others; exit code $code; message: $said"
fi
if ! command -v c++ >/dev/null 2>&1; then
  echo 'ok 3 - the public header compiles as C++ # SKIP no C++ compiler'
elif c++ -std=c++17 -Wall -Wextra -pedantic -Werror -fsyntax-only -x c++ "$root/sim/parley.h" 2>"$example.log"; then
  echo 'ok 3 - the public header compiles as C++'
else
  echo 'not ok 3 - the public header compiles as C++'
  sed 's/^/# /' "$example.log"
fi
