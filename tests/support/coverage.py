#!/usr/bin/env python3
"""How much of the program do the tests reach? Reads what a build with -Db_coverage=true has noted (gcov's .gcda files) and
prints lines and branches by room, and the files that are reached least. Usage: coverage.py BUILD-FOLDER SOURCE-FOLDER

A line counts once however many programs hold it (the library, and its copies in tests); branches are those of the
source (gcov -b), the ones of calls that may not return left out."""
import collections
import glob
import gzip
import json
import os
import subprocess
import sys
import tempfile

LEAST = 12


def notes(build):
    return glob.glob(os.path.join(build, "**", "*.gcda"), recursive=True)


def gcov(files):
    """The JSON reports of gcov on these files."""
    with tempfile.TemporaryDirectory() as folder:
        for start in range(0, len(files), 200):
            subprocess.run(
                ["gcov", "--json-format", "--branch-probabilities", "--preserve-paths", *files[start : start + 200]],
                cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
            )
            for name in glob.glob(os.path.join(folder, "*.gcov.json.gz")):
                with gzip.open(name, "rt") as report:
                    yield json.load(report)
                os.remove(name)


def gather(build, root):
    """{file: ({line: times}, {(line, branch): times})} of the files under sim and models."""
    found = collections.defaultdict(lambda: ({}, {}))
    for report in gcov(notes(build)):
        base = report.get("current_working_directory", build)
        for unit in report["files"]:
            path = os.path.relpath(os.path.realpath(os.path.join(base, unit["file"])), root)
            if not path.startswith(("sim/", "models/")) or not path.endswith(".c"):
                continue
            lines, branches = found[path]
            for line in unit["lines"]:
                number = line["line_number"]
                lines[number] = lines.get(number, 0) + line["count"]
                plain = [b for b in line["branches"] if not b.get("throw")]
                for k, branch in enumerate(plain):
                    branches[number, k] = branches.get((number, k), 0) + branch["count"]
    return found


def share(counts):
    return sum(1 for n in counts if n > 0), len(counts)


def percent(part, whole):
    return f"{100 * part / whole:5.1f} %" if whole else "    -  "


def row(name, lines, branches):
    return f"{name:<28} {percent(*lines)} {lines[1]:>7}   {percent(*branches)} {branches[1]:>7}"


def add(a, b):
    return a[0] + b[0], a[1] + b[1]


def main():
    build, root = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
    found = gather(build, root)
    if not found:
        sys.exit("coverage.py: no notes of a run: build with -Db_coverage=true and run the tests first")
    rooms = collections.defaultdict(lambda: ((0, 0), (0, 0)))
    whole = (0, 0), (0, 0)
    files = []
    for path, (lines, branches) in found.items():
        mine = share(lines.values()), share(branches.values())
        files.append((mine[0][0] / max(1, mine[0][1]), path, mine))
        room = "/".join(path.split("/")[:2])
        rooms[room] = tuple(add(a, b) for a, b in zip(rooms[room], mine))
        whole = tuple(add(a, b) for a, b in zip(whole, mine))
    print(f"{'':<28} {'lines':>7} {'of':>7}   {'branches':>7} {'of':>7}")
    for room in sorted(rooms):
        print(row(room, *rooms[room]))
    print(row("together", *whole))
    print("\nreached least:")
    for _, path, mine in sorted(files)[:LEAST]:
        print(row(path, *mine))


main()
