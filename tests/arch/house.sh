#!/bin/sh
# Does the tree keep the rules of the house? Usage: house.sh ROOT LIBRARY COMPILER...; prints TAP. Every rule is
# checked twice: on the project, where it must find nothing, and on a small bad tree made here, where it must find
# the fault that was put there, so that a rule that stopped looking is noticed.
root=$1 library=$2
shift 2
compiler=$*
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
. "$root/tests/arch/checks.sh"

number=0
report() { # report ok|'not ok' NAME, diagnostics on standard input
  number=$((number + 1))
  echo "$1 $number - $2"
  sed 's/^/# /'
}

# clean NAME COMMAND...: no findings in the project.
clean() {
  name=$1
  shift
  "$@" >"$work/findings"
  if [ -s "$work/findings" ]; then report 'not ok' "$name" <"$work/findings"; else report ok "$name" </dev/null; fi
}

# finds NAME PATTERN COMMAND...: the fault of the bad tree is found.
finds() {
  name=$1 pattern=$2
  shift 2
  "$@" >"$work/findings"
  if grep -qE "$pattern" "$work/findings"; then
    report ok "$name: can fail" </dev/null
  else
    { echo "expected a finding like: $pattern"; echo "found:"; cat "$work/findings"; } >"$work/missed"
    report 'not ok' "$name: can fail" <"$work/missed"
  fi
}

# The project has something to check at all.
# something NAME COUNT: there is something to check at all.
something() { if [ "$2" -gt 5 ]; then report ok "$1" </dev/null; else report 'not ok' "$1" </dev/null; fi; }

something 'there are C files to check' "$(c_files "$root" | wc -l)"
something 'there is a library to check' "$(nm "$library" | grep -c ' T ')"
clean 'arrows between the rooms' arrows "$root"
clean 'strategies see their seat alone' strategies "$root"
clean 'private headers stay in their room' private_headers "$root"
clean 'no include cycles' cycles "$root"
clean 'no header only includes others' hollow_headers "$root"
clean 'public functions are documented' undocumented "$root"
something 'there are public functions to document' "$(grep -c '^[a-z].*parley_[a-z0-9_]*(' "$root/sim/parley.h")"
clean 'each header compiles alone' headers_alone "$root" "$compiler"
clean 'the library neither prints nor exits' silent_library "$library"
clean 'shared names carry a prefix' named_library "$library"
something 'there are calls between files to check' "$(calls "$library" | wc -l)"
clean 'no circles of calls between files' call_circles "$library"
clean 'no file named after nothing' grab_bags "$root"
clean 'nothing points outside the project' outside "$root"
clean 'the top level holds only what belongs there' top_level "$root"
if nm "$library" | grep -qE '__(asan|tsan|ubsan)_'; then
  report "ok" 'the library has no mutable globals # SKIP sanitizers add their own' </dev/null
else
  clean 'the library has no mutable globals' constant_library "$library"
fi

bad=$work/bad
mkdir -p "$bad/sim/base" "$bad/sim/solve" "$bad/sim/verify" "$bad/sim/cli" "$bad/sim/attic" "$bad/sim/negotiate" "$bad/models" "$bad/helpers"
echo '#include "sim/solve/solve.h"' >"$bad/sim/verify/verify.c"
printf '#include "sim/negotiate/hand.h"\nconst ply_strategy ply_strategy_sly = {0};\n' >"$bad/sim/negotiate/sly.c"
echo '#include "solve.h"' >"$bad/sim/solve/solve.c"
echo '#include "sim/base/base.h"' >"$bad/sim/attic/attic.c"
echo '#include "sim/game/game.h"' >"$bad/sim/cli/solve.c"
printf '#include "sim/base/round.h"\nint base_size;\n' >"$bad/sim/base/base.h"
printf '/* only\n includes */\n#include "sim/base/base.h"\n' >"$bad/sim/base/round.h"
printf '/* Private to this room: untyped. */\nsize_t untyped(void);\n' >"$bad/sim/solve/solve.h"
printf '/* Told. */\nint parley_told(int n);\n\nint parley_untold(int n);\n' >"$bad/sim/parley.h"
printf '#include <stdio.h>\n#include <stdlib.h>\nint counter;\nint shout(void) { printf("%%d\\n", ++counter); exit(1); }\n' >"$bad/models/loud.c"
echo 'see ../''shared/notes.md' >"$bad/helpers/notes.md"
echo 'copied from /wo''rk/main' >"$bad/models/copied.md"
# shellcheck disable=SC2086 # words
(cd "$bad/models" && $compiler -fPIC -c loud.c -o "$work/loud.o" && ar rc "$work/libloud.a" "$work/loud.o")
mkdir "$work/round"
printf 'int ply_hen(int);\nint ply_egg(int n) { return n > 0 ? ply_hen(n - 1) : 0; }\n' >"$work/round/egg.c"
printf 'int ply_egg(int);\nint ply_hen(int n) { return n > 0 ? ply_egg(n - 1) : 1; }\n' >"$work/round/hen.c"
# shellcheck disable=SC2086 # words
(cd "$work/round" && $compiler -c egg.c hen.c && ar rc "$work/libround.a" egg.o hen.o)

finds 'arrows: a room that may not include another' 'sim/verify may not include "sim/solve/solve.h"' arrows "$bad"
finds 'arrows: the program past the public header' 'sim/cli may not include "sim/game/game.h"' arrows "$bad"
finds 'arrows: an include not from the top' '"solve.h" is not written from the top folder' arrows "$bad"
finds 'arrows: an unknown room' 'no such room in the table of arrows: sim/attic' arrows "$bad"
finds 'strategies' 'sim/negotiate/sly.c: a strategy may not see' strategies "$bad"
finds 'private headers' 'sim/verify/verify.c: "sim/solve/solve.h" is private to sim/solve' private_headers "$bad"
finds 'include cycles' 'sim/base/round.h' cycles "$bad"
finds 'hollow headers' 'sim/base/round.h: holds nothing' hollow_headers "$bad"
finds 'public functions' 'sim/parley.h:4: says nothing of itself' undocumented "$bad"
finds 'headers alone' 'sim/solve/solve.h: does not compile alone' headers_alone "$bad" "$compiler"
finds 'library prints' 'refers to (__)?(printf|printf_chk)' silent_library "$work/libloud.a"
finds 'library exits' 'refers to exit' silent_library "$work/libloud.a"
finds 'mutable globals' 'mutable: counter' constant_library "$work/libloud.a"
finds 'bare names' 'shares the bare name shout' named_library "$work/libloud.a"
finds 'circles of calls' 'egg|hen' call_circles "$work/libround.a"
finds 'names that say nothing' 'helpers/notes.md' grab_bags "$bad"
finds 'pointing outside, a relative path' 'helpers/notes.md:1' outside "$bad"
finds 'pointing outside, an absolute path' 'models/copied.md:1' outside "$bad"
finds 'top level' '^helpers: does not belong' top_level "$bad"
echo "1..$number"
