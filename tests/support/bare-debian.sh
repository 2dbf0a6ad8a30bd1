#!/bin/sh
# Do the README's commands work in a Debian 12 that has nothing? Usage: bare-debian.sh ROOT; prints TAP. Makes a
# minimal system with debootstrap, from the mirror that this machine's apt is set up with, and runs the commands
# there as root, as a user with sudo, and as a user without (who must be told what to install). Needs root, the
# network, about 3 GB of disk and some minutes. BARE_KEEP=1 keeps the systems for a look.
root=$1
number=0
report() { # report ok|'not ok' NAME, diagnostics on standard input
  number=$((number + 1))
  echo "$1 $number - $2"
  tail -n 40 | sed 's/^/# /'
}
skip_all() { echo "1..0 # SKIP $1"; exit 0; }

[ "$(id -u)" = 0 ] || skip_all 'needs root'
command -v debootstrap >/dev/null 2>&1 || skip_all 'needs debootstrap'

# The first address that serves the suite itself (not its security updates), in either form of apt's lists.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null |
  awk '/^URIs:/ { print $2 } /^deb / { for (i = 2; i <= NF; i++) if ($i ~ /^(https?|file):/) print $i }' |
  grep -v security | head -n 1)
[ -n "$mirror" ] || skip_all "no Debian mirror in this machine's apt lists"

work=$(mktemp -d) || exit 1
finish() {
  for mounted in "$work"/*/proc "$work"/*/dev/pts; do umount "$mounted" 2>/dev/null; done
  [ -n "${BARE_KEEP:-}" ] && echo "# kept: $work" || rm -rf --one-file-system "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# inside SYSTEM USER COMMAND: as a login of that user would, with nothing of this machine's environment.
inside() {
  home=/root
  [ "$2" = root ] || home=/home/$2
  # shellcheck disable=SC2016 # the inner shell expands it
  env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" TERM=dumb \
    chroot "$work/$1" su -p -s /bin/sh "$2" -c "cd $home/parley && $3" </dev/null
}

# What apt and npm need to know here, and the checkout, in a user's home.
furnish() {
  cp /etc/resolv.conf "$work/$1/etc/resolv.conf"
  rm -f "$work/$1/etc/apt/sources.list"
  cp /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list "$work/$1/etc/apt/sources.list.d/" 2>/dev/null
  [ ! -s /etc/apt/sources.list ] || cp /etc/apt/sources.list "$work/$1/etc/apt/"
  for conf in $(grep -ls Acquire /etc/apt/apt.conf /etc/apt/apt.conf.d/*); do cp "$conf" "$work/$1/etc/apt/apt.conf.d/"; done
  for conf in /etc/npmrc /usr/etc/npmrc; do
    [ -s "$conf" ] || continue
    # Certificates that it names, where a network has its own, go where no package (ca-certificates!) writes over them.
    for file in $(sed -n 's/^cafile *= *//p' "$conf"); do cp "$file" "$work/$1/etc/npm-certificates.crt"; done
    mkdir -p "$work/$1${conf%/*}"
    sed 's|^cafile *=.*|cafile=/etc/npm-certificates.crt|' "$conf" >"$work/$1$conf"
  done
  mount -t proc proc "$work/$1/proc"
  mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts "$work/$1/dev/pts"
}
checkout() { # checkout SYSTEM USER HOME
  mkdir -p "$work/$1$3/parley"
  (cd "$root" && find . \( -name .git -o -path './build*' -o -name node_modules \) -prune -o -type f -print0 | tar -c --null -T - -f -) |
    tar -x -C "$work/$1$3/parley" -f - --no-same-owner
  chroot "$work/$1" chown -R "$2:" "$3/parley"
}

if debootstrap --variant=minbase bookworm "$work/bare" "$mirror" >"$work/log" 2>&1; then
  report ok 'a bare Debian 12' </dev/null
else
  report 'not ok' 'a bare Debian 12' <"$work/log"
  echo "1..$number"
  exit 1
fi
furnish bare
chroot "$work/bare" useradd -m -s /bin/sh reader
checkout bare reader /home/reader
checkout bare root /root

# A user without sudo: told the command, exit code 5, nothing on standard output.
inside bare reader 'sim/run --version' >"$work/out" 2>"$work/err"
code=$?
if [ "$code" = 5 ] && [ ! -s "$work/out" ] && grep -q '^ *.*apt-get .*install .*libgsl-dev' "$work/err"; then
  report ok 'a user without sudo is told what to run' <"$work/err"
else
  { echo "exit code $code, expected 5 and the apt-get command"; cat "$work/out" "$work/err"; } >"$work/log"
  report 'not ok' 'a user without sudo is told what to run' <"$work/log"
fi

# A user with sudo, in a system of its own, since packages stay. Debian's sudo, without a password.
umount "$work/bare/proc" "$work/bare/dev/pts"
cp -a "$work/bare" "$work/sudo"
furnish sudo
furnish bare
chroot "$work/sudo" sh -c 'apt-get update && apt-get -y --no-install-recommends install sudo' >"$work/log" 2>&1
echo 'reader ALL=(ALL) NOPASSWD: ALL' >"$work/sudo/etc/sudoers.d/reader"

# The commands are those that the README opens with, so that they cannot go stale: its first block of them. (Later
# ones tour the program; some of them serve until they are stopped.)
awk '/^    (sim|tests)\/run / || /^    (sim|tests)\/run$/ { sub(/^    /, ""); print; block = 1; next } block { exit }' \
  "$root/README.md" >"$work/commands"
if [ -s "$work/commands" ]; then
  report ok 'the README names commands' <"$work/commands"
else
  report 'not ok' 'the README names commands' </dev/null
fi
try() { # try SYSTEM USER COMMAND
  begun=$(date +%s)
  if inside "$1" "$2" "$3" >"$work/log" 2>&1; then verdict=ok; else verdict="not ok"; fi
  report "$verdict" "as $4: $3 ($(($(date +%s) - begun)) s)" <"$work/log"
}
while IFS= read -r command; do try bare root "$command" root; done <"$work/commands"
while IFS= read -r command; do try sudo reader "$command" 'a user with sudo'; done <"$work/commands"

# A second call installs and builds nothing: it says only what parley says, and the build's log stays as it is.
built=$(cksum <"$work/bare/root/parley/build/.ninja_log")
inside bare root 'sim/run --version' >"$work/out" 2>"$work/err"
if [ ! -s "$work/err" ] && grep -q '^parley ' "$work/out" &&
  [ "$(cksum <"$work/bare/root/parley/build/.ninja_log")" = "$built" ]; then verdict=ok; else verdict="not ok"; fi
report "$verdict" 'a second call installs and builds nothing' <"$work/err"

# A page needs Node.js and npm, which the commands above do not.
page='sim/run report scenarios/istanbul-2022.json -o deal.html'
inside bare reader "$page" >"$work/out" 2>"$work/err"
code=$?
if [ "$code" = 5 ] && grep -q '^ *.*apt-get .*install .*nodejs npm' "$work/err"; then verdict=ok; else verdict="not ok"; fi
{ echo "exit code $code, expected 5 and the apt-get command"; cat "$work/err"; } >"$work/log"
report "$verdict" 'a page without npm: a user without sudo is told what to run' <"$work/log"
try bare root "$page" root
if grep -q 'id="data"' "$work/bare/root/parley/deal.html" 2>/dev/null; then verdict=ok; else verdict="not ok"; fi
report "$verdict" 'the page is there and holds its data' </dev/null
echo "1..$number"
