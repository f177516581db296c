"""Run the test suite on both databases and report all results together.

There are three lanes: the browser tests, the slow ones, and all examples of the properties; all
others on SQLite, where branch coverage is measured, which doubles their time; and on PostgreSQL
those that use the database, because a pure function gives the same result with any database. The
first lane runs in three processes, and next to it the others one after another, so that both cores
of a small machine are busy and no browser waits long for its turn. The last begins when the
browsers have nearly done, and has two processes. The output of the first lane is last.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

# An idle process takes tests from the one with the most left. Browsers and servers are waited for
# half of the time, so that three processes keep one core busy.
_PARALLEL = ["-n", "2", "--dist", "worksteal"]
_WAITING = ["-n", "3", "--dist", "worksteal"]
# A browser on a busy machine now and then answers later than any test waits. The summary counts
# such second attempts; a test that fails twice fails.
_ONCE_MORE = ["--reruns", "1", "--only-rerun", "AssertionError", "--only-rerun", "TimeoutError"]
# A tenth of the examples; all of them are tried in the first lane.
_QUICK = ["--hypothesis-profile", "quick"]
_COVERAGE = ["--cov", "--cov-config=setup.cfg", "--cov-report=term"]
# setup.cfg demands the same of lines and branches together, where the many lines hide the branches.
_FEWEST_BRANCHES = 95.0  # per cent


@dataclass(frozen=True)
class _Lane:
    """Tests that run together: the database, the marks that select them, further options."""

    name: str
    database: str
    marks: str
    options: list[str]
    is_measured: bool = False
    hurried_marks: str = ""  # in place of `marks`, so that no test is in two lanes


LANES = [
    _Lane(
        "Chromium, and what is slow",
        "sqlite",
        "browser or slow or hypothesis",
        [*_WAITING, *_ONCE_MORE],
        hurried_marks="browser or slow",
    ),
    _Lane("SQLite", "sqlite", "not browser and not slow", _QUICK, is_measured=True),
    _Lane(
        "PostgreSQL",
        "postgresql",
        "database and not browser and not slow",
        [*_PARALLEL, *_QUICK],
    ),
]
_POLL_SECONDS = 0.5
NOTHING_SELECTED = 5  # pytest's exit code when no test was left to run


def main(arguments: list[str]) -> int:
    """Run all lanes, print a line for each and the sum, and return the exit code."""
    total: Counter[str] = Counter()
    lines: list[str] = []
    failed = False
    with ExitStack() as files:
        first = _start(files, LANES[0], arguments)
        others = (_start(files, lane, arguments) for lane in LANES[1:])  # each after the one before
        for run in chain(others, [first]):
            print(f"\n=== Tests on {run.name} ===", flush=True)
            code, summary = _follow(run)
            failed = failed or code not in (0, NOTHING_SELECTED) or _misses_branches(run)
            total += Counter({word: int(number) for number, word in _COUNT.findall(summary)})
            lines.append(f"{run.name}: {summary}")
    print("\n=== All runs ===", *lines, sep="\n")
    bad = total["failed"] + total["error"] + total["errors"]
    if failed and not bad:
        bad = 1  # pytest itself failed, not a test
    print(f"{total['passed']} passed, {bad} failed, {total['skipped']} skipped")
    if total["skipped"] and os.environ.get("WIKI_REQUIRE_ALL"):
        print("No test may be skipped here (WIKI_REQUIRE_ALL).")
        failed = True
    return int(failed)


_COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


@dataclass(frozen=True)
class _Run:
    """A running lane, and the files with its output and what it covers."""

    name: str
    process: subprocess.Popen[bytes]
    output: Path
    coverage: Path


def _start(files: ExitStack, lane: _Lane, arguments: list[str]) -> _Run:
    """Start the tests of a lane; they are terminated when `files` closes."""
    folder = Path(files.enter_context(TemporaryDirectory()))
    output, coverage = folder / "output", folder / "coverage.json"
    is_hurried = bool(os.environ.get("WIKI_HURRY"))  # "In a hurry" in docs/testing.md
    marks = (is_hurried and lane.hurried_marks) or lane.marks
    command = [sys.executable, "-m", "pytest", "--continue-on-collection-errors", "-m", marks]
    command += lane.options
    if is_hurried:
        command += _QUICK
    # Some of the tests cover only some of the code.
    if lane.is_measured and not arguments and not is_hurried:
        command += [*_COVERAGE, f"--cov-report=json:{coverage}"]
    environment = {**os.environ, "WIKI_TEST_DATABASE": lane.database, "PYTHONUNBUFFERED": "1"}
    with output.open("wb") as file:
        process = subprocess.Popen([*command, *arguments], env=environment, stdout=file)
    files.enter_context(process)
    files.callback(process.terminate)
    return _Run(lane.name, process, output, coverage)


def _follow(run: _Run) -> tuple[int, str]:
    """Print the output of pytest as it comes; return its exit code and last line."""
    last = line = ""
    with run.output.open(encoding="utf-8", errors="replace") as file:
        while True:
            is_over = run.process.poll() is not None  # before reading its last output
            while part := file.readline():
                print(part, end="", flush=True)
                line += part  # which may be an incomplete line
                if line.endswith("\n"):
                    last, line = line.strip("= \n") or last, ""
            if is_over:
                return run.process.returncode, last
            time.sleep(_POLL_SECONDS)


def _misses_branches(run: _Run) -> bool:
    """Print how many branches a measured lane took; return whether these are too few."""
    if not run.coverage.exists():
        return False
    totals = json.loads(run.coverage.read_text())["totals"]
    taken, every = totals["covered_branches"], totals["num_branches"]
    share = 100 * taken / every
    print(f"{taken} of {every} branches: {share:.1f} % (at least {_FEWEST_BRANCHES:g} %)")
    return bool(share < _FEWEST_BRANCHES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
