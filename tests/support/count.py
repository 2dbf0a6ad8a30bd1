"""Adds up what the tests said. Usage: count.py FOLDER

The folder holds one file for each build, named after it: the testlog.json of `meson test`, one program a
line. Programs speak TAP, so the totals count test cases. A program that was killed, ended badly or said nothing at
all counts as one failure: silence is not success.
"""

import json
import os
import re
import sys

LINE = re.compile(r"^(not )?ok\b[ ]*(\d*)[ ]*-?[ ]*(.*)$")
GOOD = {"OK", "SKIP", "EXPECTEDFAIL"}


def cases(program):
    """(verdict, text) for each test case of one program."""
    found = []
    for line in (program.get("stdout") or "").splitlines():
        match = LINE.match(line)
        if match:
            skipped = re.search(r"#\s*SKIP\b", line, re.I)
            verdict = "failed" if match.group(1) else "skipped" if skipped else "passed"
            found.append((verdict, match.group(3)))
        elif re.match(r"1\.\.0\b.*#\s*SKIP", line, re.I):
            found.append(("skipped", line))
    if program["result"] not in GOOD and not any(verdict == "failed" for verdict, _ in found):
        found.append(("failed", "ended with %s (exit code %s)" % (program["result"], program["returncode"])))
    if not found:
        found.append(("failed", "ran no test"))
    return found


def programs(path):
    with open(path, encoding="utf-8") as file:
        found = [json.loads(line) for line in file if line.strip()]
    return found or [{"name": "tests", "result": "ERROR", "returncode": "none: no record of a test", "stdout": ""}]


def main(folder):
    total = {"passed": 0, "failed": 0, "skipped": 0}
    rows, notes = {}, []
    for configuration in sorted(os.listdir(folder)):
        for program in programs(os.path.join(folder, configuration)):
            name = program["name"].split(" / ")[-1]
            row = rows.setdefault((configuration, name.split("/")[0]), dict.fromkeys(total, 0))
            for verdict, text in cases(program):
                total[verdict] += 1
                row[verdict] += 1
                if verdict != "passed":
                    notes.append("%s: %s, %s: %s" % (verdict.upper(), configuration, name, text))
    print("\n%-12s %-10s %8s %8s %8s" % ("build", "kind", *total))
    for (configuration, kind), row in sorted(rows.items()):
        print("%-12s %-10s %8d %8d %8d" % (configuration, kind, *row.values()))
    for note in sorted(notes, reverse=True):
        print(note)
    print("%d passed, %d failed, %d skipped" % tuple(total.values()))
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
