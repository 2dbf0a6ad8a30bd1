#!/bin/sh
# Does sim/run bring a user from any state of a tree to a running parley? Usage: run.sh ROOT; prints TAP. Works on
# a copy of the tree, in a folder with a space in its name: first call, second call, moved, changed, broken and
# damaged trees, two calls at once, and systems where something is missing (made of links and stand-ins).
root=$1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
unset PARLEY_BUILD

number=0
# expect NAME TEST...: one line of TAP; on failure what the last call did.
expect() {
  number=$((number + 1)) name=$1
  shift
  if "$@"; then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name"
    { echo "failed: $*"; echo "exit code $code; output:"; cat "$work/out"; echo "diagnostics:"; cat "$work/err"; } |
      tail -n 40 | sed 's/^/# /'
  fi
}

# call COMMAND...: runs it, keeping its exit code, output, diagnostics and milliseconds.
call() {
  begun=$(date +%s%N)
  "$@" >"$work/out" 2>"$work/err" </dev/null
  code=$?
  took=$((($(date +%s%N) - begun) / 1000000))
}
says_version() { [ "$code" = 0 ] && [ "$(cat "$work/out")" = "parley $1" ]; }
silent() { [ ! -s "$work/err" ]; }
told() { grep -q -- "$1" "$work/err"; }
gave_up() { [ "$code" = 5 ] && [ ! -s "$work/out" ] && told "$1"; }

tree="$work/a tree"
mkdir "$tree"
(cd "$root" && find . \( -name .git -o -path './build*' -o -name node_modules \) -prune -o -type f -print0 | tar -c --null -T - -f -) |
  tar -x -C "$tree" -f -
# The copy is built without optimisation: it is the way there that is tested.
sed "s/buildtype = .*/buildtype = 'plain'/" "$root/.meson/release.ini" >"$tree/.meson/release.ini"
version=$(sed -n "s/^  version: '\(.*\)',/\1/p" "$root/meson.build")

cd "$work" || exit 1
call 'a tree/sim/run' --version
expect 'a first call builds and runs' says_version "$version"
expect 'it says that it builds' told building

built=$(cksum <"$tree/build/.ninja_log")
call 'a tree/sim/run' --version
expect 'a second call runs' says_version "$version"
expect 'a second call says nothing of its own' silent
expect "a second call builds nothing ($took ms)" [ "$(cksum <"$tree/build/.ninja_log")" = "$built" ]

call 'a tree/sim/run' frobnicate
expect "the program's exit code is passed on" [ "$code" = 2 ]

ln -s 'a tree/sim/run' link
call ./link --version
expect 'a symbolic link to it works' says_version "$version"

sed "s/^  version: .*/  version: '9.8.7',/" "$tree/meson.build" >"$work/changed" && cp "$work/changed" "$tree/meson.build"
call 'a tree/sim/run' --version
expect 'a change of the sources is built first' says_version 9.8.7

mv "$tree" "$work/another tree"
tree="$work/another tree"
call 'another tree/sim/run' --version
expect 'a moved tree works' says_version 9.8.7
expect 'its build no longer names the old place' sh -c "! grep -q '/a tree' '$tree/build/build.ninja'"

: >"$tree/build/build.ninja"
call 'another tree/sim/run' --version
expect 'a damaged build folder is made anew' says_version 9.8.7

rm -rf "$tree/build"
'another tree/sim/run' --version >"$work/other" 2>&1 </dev/null &
call 'another tree/sim/run' --version
expect 'two first calls at once: one runs' says_version 9.8.7
wait
expect 'two first calls at once: so does the other' grep -q '^parley 9.8.7' "$work/other"

cp "$tree/sim/api/load.c" "$work/whole.c"
echo 'int broken = ;' >>"$tree/sim/api/load.c"
call 'another tree/sim/run' --version
expect 'a compile error is shown, exit code 5' gave_up 'error: '
cp "$work/whole.c" "$tree/sim/api/load.c"
call 'another tree/sim/run' --version
expect 'and mended' says_version 9.8.7

cp "$tree/meson.build" "$work/whole.build"
echo "dependency('no-such-library')" >>"$tree/meson.build"
call 'another tree/sim/run' --version
expect 'a dependency that came later and is missing is named' gave_up 'no-such-library'
cp "$work/whole.build" "$tree/meson.build"
call 'another tree/sim/run' --version
expect 'and mended too' says_version 9.8.7

mkdir "$work/treasure"
echo gold >"$work/treasure/chest"
call env PARLEY_BUILD="$work/treasure" 'another tree/sim/run' --version
expect 'a folder that is no build is left alone' gave_up 'holds something else'
expect 'with what is in it' [ "$(cat "$work/treasure/chest")" = gold ]

# A system with the usual small tools only. `id` says what user this is; apt-get and sudo note their arguments.
mkdir "$work/bin"
for tool in sh cat chmod dirname find grep id ln ls mkdir mktemp printf readlink rm sed sort tail touch; do
  ln -s "$(command -v "$tool")" "$work/bin/$tool"
done
rm -rf "$tree/build"
bare() { env PATH="$work/bin" "$@"; }
call bare 'another tree/sim/run' --version
expect 'no package manager: says what is missing' gave_up 'No package manager'

stand_in() { printf '#!/bin/sh\n%s\n' "$2" >"$work/stand_in" && rm -f "$work/bin/$1" && cp "$work/stand_in" "$work/bin/$1" && chmod +x "$work/bin/$1"; }
stand_in apt-get "echo \"apt-get \$*\" >>'$work/installed'"
stand_in id 'echo 1000'
call bare 'another tree/sim/run' --version
expect 'neither root nor sudo: says what to run' gave_up '^ *apt-get install .*meson.* libgsl-dev'
expect 'and installs nothing' [ ! -e "$work/installed" ]

stand_in sudo '[ "$1" = -n ] && shift; [ "$1" = true ] || "$@"'
ln -s "$(command -v env)" "$work/bin/env"
call bare 'another tree/sim/run' --version
expect 'with sudo: installs' grep -q 'install .*libcjson-dev' "$work/installed"
expect 'says so before' told 'Installing with: sudo apt-get install'
expect 'and says what is missing after it' gave_up 'still missing'

stand_in apt-get 'echo "E: no such package" >&2; exit 100'
call bare 'another tree/sim/run' --version
expect 'an install that fails shows why' gave_up 'no such package'
echo "1..$number"
