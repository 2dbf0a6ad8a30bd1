# Sourced by house.sh: one function a rule of the house. Each takes the top folder of a tree (or a library) and
# prints one line a finding, nothing where the rule holds. They read includes and names only, so they run on any
# tree, also on a small bad one made to prove that they can fail.

# Room -> what it may include besides itself. A prefix that ends in / is a room, otherwise one header.
arrows_table() {
  cat <<'TABLE'
models
sim/base
sim/scenario   sim/base/ models/
sim/game       sim/base/ models/ sim/scenario/
sim/result     sim/base/
sim/solve      sim/base/ sim/game/ sim/result/
sim/verify     sim/base/ sim/scenario/ sim/result/
sim/compare    sim/base/ sim/scenario/ sim/result/
sim/equilibria sim/base/ sim/game/ sim/result/
sim/stability  sim/base/ sim/game/ sim/result/
sim/coalition  sim/base/ sim/game/ sim/result/
sim/robust     sim/base/ sim/game/ sim/solve/ sim/result/
sim/negotiate  sim/base/ sim/game/ sim/solve/ sim/equilibria/ sim/result/
sim/render     sim/base/ sim/result/
sim/interop    sim/base/ sim/scenario/ sim/equilibria/ sim/result/
sim/sweep      sim/base/ sim/scenario/ sim/game/ sim/solve/ sim/robust/ sim/negotiate/ sim/verify/ sim/result/
sim/class      sim/parley.h sim/base/
sim/web
sim/parley.h
sim/api        sim/parley.h models/ sim/base/ sim/scenario/ sim/game/ sim/result/ sim/solve/ sim/robust/ sim/equilibria/ sim/stability/ sim/coalition/ sim/negotiate/ sim/verify/ sim/compare/ sim/render/ sim/interop/ sim/sweep/ sim/web/
sim/cli        sim/parley.h sim/class/class.h
TABLE
}

# Every file that belongs to the project, relative to the tree. In a git checkout what git knows or would add;
# elsewhere everything but build folders.
tree_files() (
  cd "$1" || exit 1
  git ls-files --cached --others --exclude-standard 2>/dev/null | sort -u >"$work/files"
  if [ -e .git ] && [ -s "$work/files" ]; then
    while IFS= read -r file; do [ ! -e "$file" ] || printf '%s\n' "$file"; done <"$work/files"
  else
    find . \( -name .git -o -path './build*' -o -name node_modules \) -prune -o -type f -print | sed 's,^\./,,' | sort
  fi
)

c_files() { tree_files "$1" | grep -E '^(sim|models)/.*\.[ch]$'; }

# FILE INCLUDED, one a line, for every include in quotes under sim and models.
includes() (
  c_files "$1" >"$work/c_files"
  cd "$1" && xargs grep -HE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' <"$work/c_files" /dev/null |
    sed -E 's/^([^:]*):[[:space:]]*#[[:space:]]*include[[:space:]]*"([^"]*)".*/\1 \2/'
)

arrows() {
  arrows_table >"$work/table"
  includes "$1" | awk -v table="$work/table" '
    BEGIN { while ((getline line < table) > 0) { n = split(line, word, /[ ]+/); known[word[1]] = 1
              for (i = 2; i <= n; i++) may[word[1], ++count[word[1]]] = word[i] } }
    function room(file) {
      if (file ~ /^models\//) return "models"
      if (file == "sim/parley.h") return file
      split(file, part, "/"); return part[1] "/" part[2]
    }
    { from = room($1)
      if (!(from in known)) { print $1 ": no such room in the table of arrows: " from; next }
      if ($2 !~ /^(sim|models)\//) { print $1 ": \"" $2 "\" is not written from the top folder"; next }
      if (room($2) == from) next
      for (i = 1; i <= count[from]; i++) {
        allowed = may[from, i]
        if (allowed ~ /\/$/ ? index($2, allowed) == 1 : $2 == allowed) next
      }
      print $1 ": " from " may not include \"" $2 "\"" }'
}

# A strategy of simulated talks sees its seat: the file of its row includes that and nothing else of ours.
strategies() {
  tree_files "$1" | grep '^sim/negotiate/.*\.c$' | while IFS= read -r file; do
    grep -q '^const ply_strategy ply_strategy_' "$1/$file" || continue
    grep -E '^#[[:space:]]*include[[:space:]]*"' "$1/$file" | grep -v '"sim/negotiate/strategy.h"' | sed "s,^,$file: a strategy may not see ,"
  done
}

# A header that says it is private to its room is included there alone.
private_headers() {
  includes "$1" | while read -r file header; do
    case $header in sim/*/*) ;; *) continue ;; esac
    rest=${header#sim/} room=sim/${rest%%/*}
    case $file in "$room"/*) continue ;; esac
    [ -e "$1/$header" ] && sed '/\*\//q' "$1/$header" | tr '\n' ' ' | grep -qE "Private to( \*)? (this room|$room)[.:;]" &&
      echo "$file: \"$header\" is private to $room"
  done
}

cycles() { includes "$1" | awk '$1 != $2' | tsort 2>&1 >/dev/null | sed 's/^tsort: /include cycle: /'; }

# A header whose only content is other includes.
hollow_headers() {
  c_files "$1" | grep '\.h$' | while IFS= read -r header; do
    sed -E 's,//.*,,' "$1/$header" | tr '\n' '\001' | sed -E 's,/\*([^*]|\*+[^*/])*\*+/,,g' | tr '\001' '\n' |
      grep -vE '^[[:space:]]*(#.*)?$' | grep -q . || echo "$header: holds nothing of its own"
  done
}

# A public function says what it does: a comment stands before it, or before the declarations that it follows at once.
undocumented() {
  tree_files "$1" | grep -E '^sim/parley[a-z_]*\.h$' | while IFS= read -r header; do
    awk -v name="$header" '
      /^\/\*/ { comment = 1 }
      comment { if (/\*\//) { comment = 0; told = 1 } next }
      /^[a-z].*parley_[a-z0-9_]+\(/ { if (!told) print name ":" FNR ": says nothing of itself: " $0; next }
      !/^ / { told = 0 }' "$1/$header"
  done
}

# $2: the compiler's command. Each header is the only thing in its translation unit.
headers_alone() {
  libraries=$(pkg-config --cflags gsl libcjson yajl 2>/dev/null)
  c_files "$1" | grep '\.h$' | while IFS= read -r header; do
    printf '#include "%s"\nint main(void) { return 0; }\n' "$header" >"$work/alone.c"
    # shellcheck disable=SC2086 # words
    $2 -std=c17 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -pedantic -Werror -fsyntax-only -I "$1" $libraries \
      "$work/alone.c" 2>"$work/alone.log" || { echo "$header: does not compile alone"; sed 's/^/  /' "$work/alone.log"; }
  done
}

# Writing to a FILE that the caller opened is fine; the terminal and the process are the program's.
silent_library() {
  nm -A "$1" 2>/dev/null | awk 'NF > 2 && $(NF-1) == "U" { print $NF, $1 }' | sed 's/@.*[ ]/ /' |
    grep -E '^(__)?(v?printf|puts|putchar|putc_unlocked|perror|exit|_exit|_Exit|quick_exit|abort|raise|kill|system|stdout|stderr|stdin|setlocale|signal|sigaction|rand|srand|gsl_set_error_handler_off)(_chk)? ' |
    awk '{ print $2 ": refers to " $1 }'
}

# Names in .data and .bss can be written by anyone; const tables are in .rodata and .data.rel.ro.
constant_library() {
  objdump -t "$1" 2>/dev/null | awk '/file format/ { object = $1 } NF > 3 && $(NF-2) ~ /^\.(data|bss|tdata|tbss)$/ && $NF !~ /^\./ {
    print object " mutable: " $NF }'
}

grab_bags() {
  tree_files "$1" | grep -E '(^|/)(utils?|commons?|helpers?|misc|types)([._][^/]*)?(/|$)' | sed 's/$/: a name that says nothing of what it holds/'
}

# The project does not point outside itself. (The words are put together here so that this file passes.)
outside() (
  up=.. shared=shared work_folder=/work
  tree_files "$1" >"$work/all_files"
  cd "$1" && tr '\n' '\0' <"$work/all_files" |
    xargs -0 grep -IHnE "\\.\\./$shared|(^|[^A-Za-z0-9._~/-])$work_folder/" /dev/null | cut -c 1-160
)

top_level() {
  tree_files "$1" | cut -d / -f 1 | sort -u |
    grep -vxE '\..*|sim|models|scenarios|tests|meson\.build|meson_options\.txt|LICENSE|README\.md' |
    sed 's/$/: does not belong at the top level/'
}

# Every name that the library shares says whose it is: parley_ for users, ply_ between files. ($1: the library.)
named_library() {
  nm -A "$1" 2>/dev/null | awk 'NF > 2 && $(NF-1) ~ /^[BCDGRSTVW]$/ && $NF !~ /^(ply|parley)_/ && $NF !~ /^(_|\.)/ {
    print $1 ": shares the bare name " $NF }'
}

# Files that may call each other in a circle, a line a circle, with the reason. All others stand in an order.
recursion_table() {
  cat <<'TABLE'
scenario_conditions scenario_names scenario_number scenario_value   a value holds numbers, conditions and names, and each of these holds values
TABLE
}

# FILE CALLED, one a line, for every function that one file of the library calls in another. Tables are no calls: a
# registry may name its rows, and the rows use what stands beside it. ($1: the library.)
calls() {
  nm -A "$1" 2>/dev/null | awk '
    { n = split($0, part, ":"); if (n < 3) next
      object = part[2]; sub(/.*\//, "", object); sub(/\.c\.o$|\.o$/, "", object) }
    $(NF-1) ~ /^[TW]$/ { home[$NF] = object }
    $(NF-1) == "U" { from[++uses] = object; what[uses] = $NF }
    END { for (i = 1; i <= uses; i++) if (what[i] in home && home[what[i]] != from[i]) print from[i], home[what[i]] }' | sort -u
}

# Circles of calls between files that are not in the table. ($1: the library.)
call_circles() {
  recursion_table >"$work/recursion"
  calls "$1" | awk -v table="$work/recursion" '
    BEGIN { while ((getline line < table) > 0) { group++; n = split(line, word, / +/)
              for (i = 1; i <= n && word[i] ~ /_/; i++) in_group[word[i]] = group } }
    !(($1 in in_group) && in_group[$1] == in_group[$2])' >"$work/calls"
  tsort "$work/calls" 2>&1 >/dev/null | sed 's/^tsort: /circle of calls: /'
}
