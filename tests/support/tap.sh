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
# For `expect`: told CODE TEXT COMMAND...: the command ends with that code, says TEXT among its complaints, prints nothing else.
told() {
  wanted=$1 text=$2
  shift 2
  "$@" >out 2>err </dev/null
  code=$?
  [ "$code" = "$wanted" ] && grep -qF -- "$text" err && [ ! -s out ] && return 0
  echo "expected exit $wanted, nothing printed, and: $text"
  echo "got exit $code and:"
  cat err out
  return 1
}
