"""Run the test suite on both databases and tell all results in one place.

Everything on SQLite, Chromium included; on PostgreSQL only the tests that use the database, because
a pure function gives the same answer beside any database. The runs are laid into lanes that take
about as long as each other and go at the same time, for there is much waiting in each; what the
others say is shown when the first has ended.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

# Name, database, and the marks of the tests that are chosen; the runs of a lane follow each other.
LANES = [
    [("SQLite, in Chromium", "sqlite", "browser and not pages")],
    [("SQLite, every page", "sqlite", "pages")],
    [
        ("SQLite, without a browser", "sqlite", "not browser and not pages"),
        ("PostgreSQL", "postgresql", "database and not browser"),
    ],
]
_LOOK_SECONDS = 0.5


def main(arguments: list[str]) -> int:
    """Run all, print a line for each run and the sum, and return the exit code."""
    total: Counter[str] = Counter()
    lines: list[str] = []
    failed = False
    with TemporaryDirectory() as folder, ThreadPoolExecutor(len(LANES)) as pool:
        lanes = [[_Run(*chosen, Path(folder)) for chosen in lane] for lane in LANES]
        runs = [run for lane in lanes for run in lane]
        ends = [pool.submit(_run_lane, lane, arguments) for lane in lanes]
        try:
            for run in runs:
                print(f"\n=== Tests on {run.name} ===", flush=True)
                code, summary = _follow(run)
                failed = failed or code not in (0, pytest.ExitCode.NO_TESTS_COLLECTED)
                total += Counter({word: int(number) for number, word in _COUNT.findall(summary)})
                lines.append(f"{run.name}: {summary}")
        finally:
            for run in runs:
                run.stop()
        for end in ends:
            end.result()  # what else went wrong in a lane
    print("\n=== All runs ===", *lines, sep="\n")
    bad = total["failed"] + total["error"] + total["errors"]
    if failed and not bad:
        bad = 1  # pytest itself ended badly, before or beside the tests
    print(f"{total['passed']} passed, {bad} failed, {total['skipped']} skipped")
    if total["skipped"] and os.environ.get("WIKI_REQUIRE_ALL"):
        print("Nothing may be skipped here (WIKI_REQUIRE_ALL).")
        failed = True
    return int(failed)


_COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


class _Run:
    """Hold a run, where it writes, and with which code it ended."""

    def __init__(self, name: str, database: str, marks: str, folder: Path) -> None:
        self.name = name
        self.output = folder / name
        self.output.touch()
        self.code: int | None = None
        self._marks = marks
        self._environment = {"WIKI_TEST_DATABASE": database, "PYTHONUNBUFFERED": "1"}
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def go(self, arguments: list[str]) -> None:
        """Run pytest on the database, unless the run has been stopped before."""
        if self._is_stopped:
            return
        command = [sys.executable, "-m", "pytest", "--continue-on-collection-errors"]
        with self.output.open("wb") as file:
            self._process = subprocess.Popen(
                [*command, "-m", self._marks, *arguments],
                env={**os.environ, **self._environment},
                stdout=file,
            )
        self.code = self._process.wait()

    def stop(self) -> None:
        """End the run if it has not ended."""
        self._is_stopped = True
        if self._process is not None:
            self._process.terminate()


def _run_lane(lane: list[_Run], arguments: list[str]) -> None:
    """Run one after the other; each has a code at the end, whatever happened."""
    try:
        for run in lane:
            run.go(arguments)
    finally:
        for run in lane:
            if run.code is None:
                run.code = 1


def _follow(run: _Run) -> tuple[int, str]:
    """Pass on what pytest says as it comes; return its exit code and last line."""
    last = line = ""
    with run.output.open(encoding="utf-8", errors="replace") as file:
        while True:
            code = run.code  # before the last look at what it wrote
            while part := file.readline():
                print(part, end="", flush=True)
                line += part  # which may be the beginning of a line only
                if line.endswith("\n"):
                    last, line = line.strip("= \n") or last, ""
            if code is not None:
                return code, last
            time.sleep(_LOOK_SECONDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
