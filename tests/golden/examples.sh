#!/bin/sh
# Every example of every `parley COMMAND --help` does what it says: it ends with exit code 0. Left out: `class serve`, which waits
# for people, and `bench`, which takes minutes. Files that an example takes for granted are made first; a pipe into jq, which
# need not be installed, goes to cat. Usage: examples.sh PARLEY ROOT; prints TAP.
parley=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") root=$(cd "$2" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
mkdir bin scenarios && ln -s "$parley" bin/parley && ln -s "$root/models" models || exit 1
for file in "$root"/scenarios/*.json; do ln -s "$file" scenarios; done
mkdir scenarios/sweeps && ln -s "$root"/scenarios/sweeps/*.json scenarios/sweeps
rm scenarios/schema.json scenarios/sweeps/schema.json # `parley schema -o` writes them
printf '#!/bin/sh\nexec cat >/dev/null\n' >bin/jq && chmod +x bin/jq
PATH=$work/bin:$PATH
for file in a old my; do parley new $file -o $file.json || exit 1; done
parley show --set /actors/buyer/reservation=0.3 -o new.json my.json || exit 1
pages=yes
parley report my.json -o probe.html 2>&1 | grep -q 'built without its pages' && pages=no
number=0
for command in solve explain compare check show new list robust sweep sensitivity report schema class play; do
  # Lines that go on (a backslash at the end) are joined.
  parley $command --help | sed -n '/^Examples:/,$p' | sed -n 's/^  *//p' | sed -e ':a' -e '/\\$/N; s/\\\n//; ta' >lines
  while read -r line; do
    case $line in *'class serve'*) continue ;; parley*) ;; *) continue ;; esac
    case $line in *--plot*) command -v gnuplot >/dev/null || continue ;; esac
    case $line in *'-o deal.html') [ $pages = yes ] || continue ;; esac
    number=$((number + 1))
    # Each part of a pipe must end well, not only the last.
    if bash -o pipefail -c "$line" </dev/null >out 2>err; then
      echo "ok $number - $line"
    else
      echo "not ok $number - $line"
      sed 's/^/# /' err
    fi
  done <lines
done
echo "1..$number"
