"""Count in several processes, and read it in one."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wiki.counters import shelf
from wiki.counters.counters import Counters
from wiki.counters.known import ANSWERING, LOST, MESSAGES, RENDERS
from wiki.counters.shelf import find_folder

ON = {"METRICS_TOKEN": "a token"}
# A process that counts, says so, and waits to be ended.
COUNTING = """
import sys
from pathlib import Path
from wiki.counters.counters import Counters
from wiki.counters.known import ANSWERING, RENDERS
counters = Counters(Path(sys.argv[1]), {"METRICS_TOKEN": "a token"})
for number in range(5):
    counters.add(RENDERS, "rendered")
counters.observe(ANSWERING, 0.3, "articles.show")
print("counted", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def counters(tmp_path: Path) -> Iterator[Counters]:
    yield (made := Counters(tmp_path, ON))
    made.forget()
    shutil.rmtree(find_folder(tmp_path), ignore_errors=True)


@contextmanager
def counting(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start another process, which has counted, and kill it."""
    command = [sys.executable, "-c", COUNTING, str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        assert process.stdout
        assert process.stdout.readline() == b"counted\n"
        yield process
        process.kill()


@pytest.fixture
def other(counters: Counters, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that has counted."""
    with counting(tmp_path) as process:
        yield process


def test_what_all_processes_count_is_added_up(
    counters: Counters, other: subprocess.Popen[bytes]
) -> None:
    counters.add(RENDERS, "rendered")
    counters.add(RENDERS, "refused")
    counters.observe(ANSWERING, 0.1, "articles.show")
    counters.observe(ANSWERING, 99.0, "articles.show")
    totals, pids = counters.read_all()
    assert totals["wiki_renders", ("rendered",)] == [6]
    assert totals["wiki_renders", ("refused",)] == [1]
    *numbers, seconds = totals["wiki_request_duration_seconds", ("articles.show",)]
    assert numbers == [0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1]  # a limit is in its own bucket
    assert seconds == pytest.approx(99.4)
    assert pids == sorted([os.getpid(), other.pid])


def test_a_process_that_is_killed_loses_nothing(
    counters: Counters, other: subprocess.Popen[bytes]
) -> None:
    counters.add(RENDERS, "rendered")
    other.send_signal(signal.SIGKILL)
    other.wait()
    for _time in range(2):  # when it is found dead, and when it has been added to the former ones
        totals, pids = counters.read_all()
        assert totals["wiki_renders", ("rendered",)] == [6]
        assert pids == [os.getpid()]


def test_a_reload_that_exchanges_all_processes_goes_on_counting(
    tmp_path: Path, counters: Counters
) -> None:
    for _time in range(2):
        with counting(tmp_path):
            pass
    totals, pids = shelf.read_all(find_folder(tmp_path))
    assert (totals["wiki_renders", ("rendered",)], pids) == ([10], [])


def test_a_command_beside_the_server_changes_nothing_of_that(
    tmp_path: Path, counters: Counters
) -> None:
    with counting(tmp_path):
        counters.add(RENDERS, "rendered")  # by this process, which has another parent
        counters.forget()
    with counting(tmp_path):
        pass
    totals, _pids = shelf.read_all(find_folder(tmp_path))
    assert totals["wiki_renders", ("rendered",)] == [11]


def test_a_server_that_starts_alone_begins_at_nothing(
    tmp_path: Path, counters: Counters, other: subprocess.Popen[bytes]
) -> None:
    other.kill()
    other.wait()
    counters.add(RENDERS, "refused")
    totals, _pids = counters.read_all()
    assert totals == {("wiki_counters_lost", ()): [0], ("wiki_renders", ("refused",)): [1]}


def test_a_fork_counts_apart(counters: Counters) -> None:
    counters.add(RENDERS, "rendered")
    child = os.fork()
    if not child:
        counters.add(RENDERS, "rendered")
        os._exit(0)
    os.waitpid(child, 0)
    counters.add(RENDERS, "rendered")
    totals, pids = counters.read_all()
    assert totals["wiki_renders", ("rendered",)] == [3]
    assert pids == [os.getpid()]


def test_threads_lose_no_count(counters: Counters) -> None:
    def count() -> None:
        for number in range(2_000):
            counters.add(MESSAGES, f"{number % 7}")
            counters.observe(ANSWERING, 0.2, "home.index")

    threads = [threading.Thread(target=count) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    totals, _pids = counters.read_all()
    assert sum(totals["wiki_log_messages", (f"{number}",)][0] for number in range(7)) == 8_000
    assert sum(totals["wiki_request_duration_seconds", ("home.index",)][:-1]) == 8_000


def test_what_has_no_room_is_counted_as_lost(
    counters: Counters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiki.counters.counters.ROOM", 3)
    for label in "abcd":
        counters.add(RENDERS, label)
        counters.observe(ANSWERING, 0.1, label)
    totals, _pids = counters.read_all()
    assert totals[LOST.name, ()] == [6]
    assert totals["wiki_renders", ("b",)] == [1]


def test_without_a_token_nothing_is_counted(tmp_path: Path) -> None:
    off = Counters(tmp_path, {"METRICS_TOKEN": ""})
    off.add(RENDERS, "rendered")
    off.observe(ANSWERING, 0.1, "home.index")
    folder = find_folder(tmp_path)
    assert list(folder.iterdir()) == []
    folder.rmdir()


@pytest.mark.parametrize("trap", ["open", "link"])
def test_a_folder_that_others_can_reach_is_not_used(tmp_path: Path, trap: str) -> None:
    folder = find_folder(tmp_path)
    folder.rmdir()
    if trap == "link":
        folder.symlink_to(tmp_path)
    else:
        folder.mkdir()
        folder.chmod(0o777)
    try:
        assert find_folder(tmp_path) == tmp_path / "metrics"
    finally:
        (folder.unlink if trap == "link" else folder.rmdir)()


def test_counting_goes_on_where_no_file_can_be_made(
    counters: Counters, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_folder: Path) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("wiki.counters.counters.ProcessFile", refuse)
    counters.add(RENDERS, "rendered")
    counters.add(RENDERS, "rendered")
    assert caplog.text.count("the disk is full") == 1
    assert counters.read_all() == ({}, [])


@pytest.mark.parametrize("half", ['["wiki_renders", ["ref', '["wiki_renders", ["refused"], 2, 1]'])
def test_a_name_that_is_half_written_is_left_out(
    tmp_path: Path, counters: Counters, half: str
) -> None:
    counters.add(RENDERS, "rendered")
    (names,) = find_folder(tmp_path).glob("*.names")
    with names.open("a") as file:
        file.write(half)
    totals, _pids = counters.read_all()
    assert [*totals] == [("wiki_counters_lost", ()), ("wiki_renders", ("rendered",))]


def test_broken_files_are_taken_for_empty_ones(tmp_path: Path, counters: Counters) -> None:
    counters.add(RENDERS, "rendered")
    folder = find_folder(tmp_path)
    (folder / "former.json").write_text('[["wiki_renders"')
    (folder / "1-abcd.values").write_bytes(b"123")
    totals, pids = counters.read_all()
    assert (totals["wiki_renders", ("rendered",)], pids) == ([1], [os.getpid()])
    assert not (folder / "1-abcd.values").exists()


def test_a_duration_of_another_version_does_not_spoil_the_sum() -> None:
    totals: shelf.Totals = {("a", ()): [1.0, 2.0]}
    shelf._add(totals, {("a", ()): [1.0], ("b", ()): [3.0]})
    assert totals == {("a", ()): [1.0], ("b", ()): [3.0]}
