#!/bin/sh
# Does the JSON Schema say the same as the program? Usage: schema.sh PROGRAM ROOT; prints TAP. Needs python3-jsonschema.
if ! python3 -c 'import jsonschema; jsonschema.Draft202012Validator' >/dev/null 2>&1; then
  echo '1..1'
  echo 'ok 1 - schema and program agree # SKIP python3-jsonschema is not installed'
  exit 0
fi
exec python3 "$(dirname "$0")/schema.py" "$@"
