"""Run the test suite twice and tell both results in one place.

First everything on SQLite, Chromium included; then on PostgreSQL only the tests that use the
database, because a pure function gives the same answer beside any database.
"""

import os
import re
import subprocess
import sys
from collections import Counter

RUNS = {
    "SQLite": [],
    "PostgreSQL": ["-m", "database and not browser"],
}
NOTHING_SELECTED = 5  # pytest's exit code when no test was left to run


def main(arguments: list[str]) -> int:
    """Run all, print a line for each run and the sum, and return the exit code."""
    total: Counter[str] = Counter()
    lines: list[str] = []
    failed = False
    for database, selection in RUNS.items():
        print(f"\n=== Tests on {database} ===", flush=True)
        code, summary = _pytest(database.lower(), [*selection, *arguments])
        failed = failed or code not in (0, NOTHING_SELECTED)
        counts = Counter({word: int(number) for number, word in _COUNT.findall(summary)})
        total += counts
        lines.append(f"{database}: {summary}")
    print("\n=== Both databases ===", *lines, sep="\n")
    bad = total["failed"] + total["error"] + total["errors"]
    if failed and not bad:
        bad = 1  # pytest itself ended badly, before or beside the tests
    print(f"{total['passed']} passed, {bad} failed, {total['skipped']} skipped")
    if total["skipped"] and os.environ.get("WIKI_REQUIRE_ALL"):
        print("Nothing may be skipped here (WIKI_REQUIRE_ALL).")
        failed = True
    return int(failed)


_COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


def _pytest(database: str, arguments: list[str]) -> tuple[int, str]:
    """Run pytest, pass its words on as they come, and return its exit code and last line."""
    command = [sys.executable, "-m", "pytest", "--continue-on-collection-errors", *arguments]
    environment = {**os.environ, "WIKI_TEST_DATABASE": database}
    last = ""
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line.strip("= \n") or last
    return process.returncode, last


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
