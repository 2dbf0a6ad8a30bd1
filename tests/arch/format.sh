#!/bin/sh
# Are the C files laid out as .clang-format says? Usage: format.sh ROOT; prints TAP. Releases of clang-format
# disagree, so only the one of Debian 12 counts.
root=$1
echo 1..1
case $(clang-format --version 2>/dev/null) in
*'version 14.'*) ;;
*) echo 'ok 1 - C files are formatted # SKIP clang-format 14 is not installed'; exit 0 ;;
esac
files=$(cd "$root" && find sim models tests -name '*.[ch]' | sort)
# shellcheck disable=SC2086 # words
findings=$(cd "$root" && clang-format --dry-run $files 2>&1 | grep 'warning:' | cut -d : -f 1 | sort | uniq -c)
if [ -z "$findings" ]; then
  echo 'ok 1 - C files are formatted'
else
  echo 'not ok 1 - C files are formatted'
  echo "$findings" | sed 's/^/# places to change with clang-format -i:/'
fi
