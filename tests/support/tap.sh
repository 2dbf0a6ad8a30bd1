# Read by test scripts: one line of TAP a test. $number counts them; on failure the test's own output is shown, and the
# files of the current folder that $shown names.
number=0
expect() { # expect NAME COMMAND...
  number=$((number + 1)) name=$1
  shift
  if "$@" >log 2>&1; then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name"
    # shellcheck disable=SC2086 # words
    cat log ${shown:-} 2>/dev/null | sed 's/^/# /'
  fi
}
