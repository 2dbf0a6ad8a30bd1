# Sourced by sim/run and tests/run: what does a build need, what of it is missing, how does this system install
# it, and how is a build folder brought up to date?
#
# A need is a word (meson, gsl, ...). Everything here writes to standard error and reads nothing from standard
# input, which belongs to parley. Plain POSIX sh, so that it starts in a bare container.
# The caller sets $root, the top folder. Exit codes are parley's: 5 is a file or system error.

say() { printf 'parley: %s\n' "$*" >&2; }
give_up() { say "$*"; exit 5; }
found() { command -v "$1" >/dev/null 2>&1; }

ninja_program() {
  for program in ninja ninja-build samu; do
    if found "$program"; then echo "$program"; return 0; fi
  done
  return 1
}

# $1: the version there is, $2: the version wanted, both numbers joined by points.
at_least() { printf '%s\n%s\n' "$2" "$1" | sort -t . -k 1,1n -k 2,2n -c 2>/dev/null; }

# A compiler without the C library's headers (gcc alone on Debian) is no compiler.
compiles() {
  printf '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n' >"$scratch/try.c" &&
    "$@" "$scratch/try.c" -o "$scratch/try" >/dev/null 2>&1
}

have() {
  case $1 in
  meson) found meson && at_least "$(meson --version 2>/dev/null </dev/null)" 1.0 ;;
  ninja) ninja_program >/dev/null ;;
  cc) # shellcheck disable=SC2086 # words, such as "ccache gcc"
    if [ -n "${CC:-}" ]; then compiles $CC; else compiles cc || compiles gcc || compiles clang; fi ;;
  clang) compiles clang ;;
  libomp) compiles clang -fopenmp ;;
  pkg-config) found pkg-config || found pkgconf ;;
  expat | gmp | gsl | yajl | nettle | check) pkg-config --exists "$1" 2>/dev/null ;;
  yaml) pkg-config --exists yaml-0.1 2>/dev/null ;;
  cjson | microhttpd | qrencode) pkg-config --exists "lib$1" 2>/dev/null ;;
  cxx) compiles c++ || compiles g++ || compiles clang++ ;;
  node) found node && at_least "$(node --version 2>/dev/null | tr -d v)" 18.0 ;;
  jsonschema) python3 -c 'import jsonschema' >/dev/null 2>&1 </dev/null ;;
  mpi) found mpirun && found mpicc ;;
  *) found "$1" ;;
  esac
}

manager() {
  for program in apt-get dnf pacman zypper apk brew; do
    if found "$program"; then echo "$program"; return 0; fi
  done
  return 1
}

# The packages of a need ($2) under a manager ($1).
packages() {
  case $1:$2 in
  apt-get:ninja | dnf:ninja) echo ninja-build ;;
  apt-get:cc) echo gcc libc6-dev ;;
  apt-get:gmp) echo libgmp-dev ;;
  dnf:gmp | zypper:gmp) echo gmp-devel ;;
  apt-get:expat) echo libexpat1-dev ;;
  apt-get:yaml) echo libyaml-dev ;;
  dnf:expat) echo expat-devel ;;
  zypper:expat) echo libexpat-devel ;;
  dnf:yaml | zypper:yaml) echo libyaml-devel ;;
  apk:yaml) echo yaml-dev ;;
  pacman:yaml | brew:yaml) echo libyaml ;;
  apt-get:gsl) echo libgsl-dev ;;
  apt-get:cjson) echo libcjson-dev ;;
  apt-get:yajl) echo libyajl-dev ;;
  apt-get:microhttpd) echo libmicrohttpd-dev ;;
  apt-get:qrencode) echo libqrencode-dev ;;
  dnf:microhttpd | zypper:microhttpd) echo libmicrohttpd-devel ;;
  dnf:qrencode | zypper:qrencode) echo qrencode-devel ;;
  pacman:microhttpd | brew:microhttpd) echo libmicrohttpd ;;
  apk:microhttpd) echo libmicrohttpd-dev ;;
  apk:qrencode) echo libqrencode-dev ;;
  dnf:cxx | zypper:cxx) echo gcc-c++ ;;
  pacman:cxx | brew:cxx) echo gcc ;;
  *:cxx) echo g++ ;;
  apt-get:nettle) echo nettle-dev ;;
  apt-get:gnuplot) echo gnuplot-nox ;;
  *:lrsnash) echo lrslib ;;
  apt-get:mpi) echo openmpi-bin libopenmpi-dev ;;
  dnf:mpi) echo openmpi openmpi-devel ;;
  pacman:mpi | zypper:mpi | apk:mpi) echo openmpi ;;
  brew:mpi) echo open-mpi ;;
  apt-get:jsonschema | dnf:jsonschema | zypper:jsonschema) echo python3-jsonschema ;;
  apt-get:clang) echo clang libc6-dev ;;
  apt-get:libomp) echo libomp-dev ;;
  dnf:pkg-config) echo pkgconf-pkg-config ;;
  dnf:gsl | zypper:gsl) echo gsl-devel ;;
  dnf:cjson) echo cjson-devel ;;
  dnf:yajl) echo yajl-devel ;;
  dnf:nettle) echo nettle-devel ;;
  dnf:check | zypper:check) echo check-devel ;;
  dnf:clang-format) echo clang-tools-extra ;;
  dnf:libomp) echo libomp-devel ;;
  pacman:libomp | apk:libomp) echo openmp ;;
  zypper:libomp) echo libomp-devel ;;
  zypper:cjson) echo cJSON-devel ;;
  zypper:yajl) echo libyajl-devel ;;
  zypper:nettle) echo libnettle-devel ;;
  zypper:clang-format) echo clang ;;
  pacman:pkg-config | apk:pkg-config | brew:pkg-config) echo pkgconf ;;
  pacman:cc) echo gcc glibc ;;
  pacman:jsonschema) echo python-jsonschema ;;
  pacman:clang-format) echo clang ;;
  apk:cc) echo gcc musl-dev ;;
  apk:clang) echo clang musl-dev ;;
  apk:expat | apk:gmp | apk:gsl | apk:cjson | apk:yajl | apk:nettle | apk:check) echo "$2-dev" ;;
  apk:jsonschema) echo py3-jsonschema ;;
  apk:clang-format) echo clang-extra-tools ;;
  brew:jsonschema) echo python-jsonschema ;;
  brew:npm) echo node ;;
  zypper:npm) echo npm-default ;;
  zypper:node) echo nodejs-default ;;
  dnf:npm) echo nodejs-npm ;;
  brew:node) echo node ;;
  *:node) echo nodejs ;;
  *:cc) echo gcc ;;
  *) echo "$2" ;;
  esac
}

# The command that installs packages ($2 ...) under a manager ($1).
install_command() {
  case $1 in
  apt-get) shift && echo "apt-get install -y --no-install-recommends $*" ;;
  dnf | zypper) program=$1 && shift && echo "$program -y install $*" ;;
  pacman) shift && echo "pacman -Sy --noconfirm --needed $*" ;;
  apk) shift && echo "apk add --no-cache $*" ;;
  brew) shift && echo "brew install $*" ;;
  esac
}

# How to become root, as words to put before a command; fails where there is no way without asking.
as_root() {
  if [ "$(id -u)" = 0 ]; then return 0; fi
  for program in sudo doas; do
    if found "$program"; then
      if [ -t 0 ] || "$program" -n true >/dev/null 2>&1 </dev/null; then echo "$program"; return 0; fi
    fi
  done
  return 1
}

# Runs "$@" with its output in $scratch/log, shown only when it fails.
quietly() {
  "$@" >"$scratch/log" 2>&1 </dev/null && return 0
  code=$?
  tail -n 60 "$scratch/log" >&2
  return "$code"
}

missing_of() {
  for need in "$@"; do have "$need" || printf '%s ' "$need"; done
}

# provide NEED...: what is missing is installed, or the user is told the command to run by hand (exit 5).
provide() {
  missing=$(missing_of "$@")
  [ -n "$missing" ] || return 0
  system=$(manager) || give_up "missing: ${missing% }. No package manager known here: please install them by hand (names: see the README)."
  wanted=
  for need in $missing; do wanted="$wanted $(packages "$system" "$need")"; done
  # shellcheck disable=SC2086 # words
  command=$(install_command "$system" $wanted)
  [ "$system" = brew ] && become= || become=$(as_root) || {
    say "missing: ${missing% }. Installing needs an administrator, and this is neither root nor a user with sudo. Please run by hand:"
    [ "$system" != apt-get ] || printf '    apt-get update\n' >&2
    printf '    %s\n' "$command" >&2
    exit 5
  }
  say "missing: ${missing% }. Installing with: ${become:+$become }$command"
  carried_out=$command
  if [ "$system" = apt-get ]; then
    # Another apt may be at work; it is waited for.
    carried_out="env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 ${command#apt-get }"
    # shellcheck disable=SC2086 # words
    quietly $become apt-get -o DPkg::Lock::Timeout=600 update ||
      say "the package lists could not be updated; trying with those that are here"
  fi
  # shellcheck disable=SC2086 # words
  quietly $become $carried_out || give_up "installing failed; the command was: ${become:+$become }$command"
  hash -r
  missing=$(missing_of "$@")
  [ -z "$missing" ] && return 0
  case " $missing" in *" meson "*) say "this system's Meson is too old: parley needs 1.0 or later (pipx install meson)" ;; esac
  give_up "still missing after installing: ${missing% }"
}

# Holds the lock of a build folder ($1) until this shell ends or `unlock`: two calls at once build once.
lock() {
  mkdir -p "$1" 2>/dev/null && [ -w "$1" ] || give_up "cannot write to $1: give me the right to, or name another folder in PARLEY_BUILD"
  if found flock; then
    exec 9>"$1/.lock" || exit 5
    flock -n 9 || { say "waiting for another build in $1" && flock 9; }
    return 0
  fi
  lock_folder=$1/.lock.d
  until mkdir "$lock_folder" 2>/dev/null; do
    holder=$(cat "$lock_folder/pid" 2>/dev/null) || holder=
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -rf "$lock_folder"; else sleep 1; fi
  done
  echo $$ >"$lock_folder/pid"
}

unlock() {
  if [ -n "${lock_folder:-}" ]; then rm -rf "$lock_folder"; else exec 9>&-; fi
}

# Is the build folder $1 set up, and for this source tree? A tree that was copied or moved carries along a folder
# whose generated files still name the old place.
set_up() {
  [ -f "$1/build.ninja" ] || return 1
  if [ -f "$1/.parley-root" ]; then
    read -r made_for <"$1/.parley-root" && [ "$made_for" = "$root" ]
  else
    grep -qF "\"source\": \"$root\"" "$1/meson-info/meson-info.json" 2>/dev/null
  fi
}

# Empties a build folder; one that holds anything but a build is somebody's, and stays.
clear_folder() {
  contents=$(find "$1" -mindepth 1 -maxdepth 1 ! -name .lock ! -name .lock.d)
  [ -n "$contents" ] || return 0
  [ -d "$1/meson-private" ] || give_up "$1 holds something else than a build: name another folder in PARLEY_BUILD"
  find "$1" -mindepth 1 -maxdepth 1 ! -name .lock ! -name .lock.d -exec rm -rf {} +
}

# build FOLDER TARGETS SETUP-ARGS...: a build folder set up with those arguments and its targets (words) up to
# date; what it needs (the words in $needs) is looked at only when there is something to set up. A folder of
# another place, another Meson, or before a new dependency is made anew; a compile error is shown (exit 5).
build() {
  folder=$1 targets=$2
  shift 2
  for try in first again; do
    if ! set_up "$folder" || ! ninja_program >/dev/null; then
      # shellcheck disable=SC2086 # words
      provide $needs
    fi
    if ! set_up "$folder"; then
      say "building, once"
      clear_folder "$folder"
      quietly meson setup "$@" "$folder" "$root" || give_up "the build could not be set up"
      printf '%s\n' "$root" >"$folder/.parley-root"
    fi
    # shellcheck disable=SC2086 # words
    "$(ninja_program)" -C "$folder" $targets >"$scratch/log" 2>&1 </dev/null && return 0
    if [ "$try" = first ] && grep -qE '^(FAILED: build\.ninja|ninja: error:)' "$scratch/log"; then
      rm -f "$folder/build.ninja"
    else
      tail -n 60 "$scratch/log" >&2
      give_up "the build failed"
    fi
  done
}

scratch=$(mktemp -d) || exit 5
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
