"""The sandbox gives the same result as rendering without it, and enforces its limits."""

import contextlib
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from tests.markup.corpus import ACCEPTED, HONEST, HOSTILE
from wiki.errors import TooComplex, Unavailable
from wiki.markup.limits import NOT_SHOWN
from wiki.markup.render import render
from wiki.markup.sandbox import Sandbox

NOTHING: frozenset[tuple[str, str, str]] = frozenset()
# A sixth of the real limit, so that the tests are quick; it works in the same way.
SECONDS = 0.25
# The wall-clock limit, the possible delay of Pebble, and some time for a busy machine.
MOST_SECONDS = SECONDS * 4 + 3.0


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    shared = Sandbox(timeout_seconds=SECONDS)
    yield shared
    shared.close()


@pytest.fixture(scope="module")
def patient() -> Iterator[Sandbox]:
    """A sandbox with a long timeout, so that no test fails on a busy machine."""
    shared = Sandbox(timeout_seconds=30.0)
    yield shared
    shared.close()


def _renderers(parent: int | None = None) -> list[psutil.Process]:
    """Return the rendering processes that a process started."""
    found = []
    for child in psutil.Process(parent).children():
        with contextlib.suppress(psutil.NoSuchProcess):  # ended by an earlier test
            if "spawn_main" in " ".join(child.cmdline()):
                found.append(child)
    return found


def _wait_until_gone(process: psutil.Process) -> bool:
    """Return whether a process ends within ten seconds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.long
def test_the_result_is_the_same_as_without_a_sandbox(sandbox: Sandbox) -> None:
    existing = frozenset({("sv", "A", "a")})
    source = "## Å\n\n[[A]] [[B]] <b>[^1]\n\n[^1]: x"
    assert sandbox.render(source, "sv", existing) == render(source, "sv", existing)


@pytest.mark.long
@pytest.mark.parametrize("name", [*HONEST, *ACCEPTED])
def test_honest_and_odd_texts_are_rendered(patient: Sandbox, name: str) -> None:
    assert patient.render({**HONEST, **ACCEPTED}[name], "sv", NOTHING) is not None


@pytest.mark.slow  # each may take the whole timeout
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_end_within_the_limit(sandbox: Sandbox, name: str) -> None:
    sandbox.render("warm", "sv", NOTHING)
    started = time.monotonic()
    try:
        rendered = sandbox.render(HOSTILE[name], "sv", NOTHING)
    except TooComplex:
        rendered = None
    assert time.monotonic() - started < MOST_SECONDS
    assert rendered is None or len(rendered.html) < 4_500_000


@pytest.mark.slow
def test_an_overrun_is_refused_and_the_next_text_rendered() -> None:
    hasty = Sandbox(timeout_seconds=0.05)
    with pytest.raises(TooComplex) as raised:
        hasty.render(HONEST["190 kB"], "sv", NOTHING)
    assert raised.value.message
    assert hasty.render("a", "sv", NOTHING).html == "<p>a</p>"
    hasty.close()


@pytest.mark.slow
def test_starting_the_process_does_not_count_as_time_of_the_first_text() -> None:
    # To start the process takes several times as long as this timeout.
    hasty = Sandbox(timeout_seconds=0.05)
    assert hasty.render("a", "sv", NOTHING).html == "<p>a</p>"
    hasty.close()


@pytest.mark.slow
def test_a_text_that_needs_too_much_memory_is_refused() -> None:
    # The text needs 34 MB. With much less, the process could not even read it.
    poor = Sandbox(timeout_seconds=30.0, memory_bytes=8 * 1024 * 1024)
    assert poor.render("a", "sv", NOTHING).html == "<p>a</p>"
    with pytest.raises(TooComplex):
        poor.render(HOSTILE["many links"], "sv", NOTHING)
    assert poor.render("a", "sv", NOTHING).html == "<p>a</p>"
    poor.close()


@pytest.mark.slow
def test_a_process_that_was_killed_is_replaced(sandbox: Sandbox) -> None:
    for pause in (0.0, 0.5):
        sandbox.render("a", "sv", NOTHING)
        for process in _renderers():
            process.kill()
        time.sleep(pause)
        assert sandbox.render("b", "sv", NOTHING).html == "<p>b</p>"


@pytest.mark.slow
def test_a_text_whose_process_somebody_ended_is_tried_once_more() -> None:
    patient = Sandbox(timeout_seconds=30.0)
    before = {process.pid for process in _renderers()}
    patient.render("a", "sv", NOTHING)
    (process,) = [renderer for renderer in _renderers() if renderer.pid not in before]
    idle_seconds = process.cpu_times().user

    def kill_while_rendering() -> None:
        while process.cpu_times().user < idle_seconds + 0.05:
            time.sleep(0.01)
        process.kill()

    killer = threading.Thread(target=kill_while_rendering, daemon=True)
    killer.start()
    assert patient.render(HONEST["190 kB"], "sv", NOTHING).html
    killer.join()
    patient.close()


@pytest.mark.slow
def test_an_overrun_touches_nobody_elses_text() -> None:
    """Those that wait have not been sent to the process that ends."""
    hasty = Sandbox(timeout_seconds=0.3)
    hasty.render("a", "sv", NOTHING)
    texts = [HOSTILE["pairs of backticks"], *(f"text {number}" for number in range(4))]

    def render_one(text: str) -> str:
        try:
            return hasty.render(text, "sv", NOTHING).html
        except TooComplex:
            return "too complex"

    with ThreadPoolExecutor(5) as threads:
        htmls = list(threads.map(render_one, texts))
    assert htmls[1:] == [f"<p>text {number}</p>" for number in range(4)]
    hasty.close()


def test_threads_share_one_process(sandbox: Sandbox) -> None:
    def work(number: int) -> bool:
        return sandbox.render(f"{number}", "sv", NOTHING).html == f"<p>{number}</p>"

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(work, range(80)))


@pytest.mark.slow
def test_a_closed_sandbox_ends_its_process_and_can_start_again(sandbox: Sandbox) -> None:
    sandbox.render("warm", "sv", NOTHING)  # replaces a process that an earlier test killed
    sandbox = Sandbox()
    before = {process.pid for process in _renderers()}
    sandbox.render("a", "sv", NOTHING)
    (process,) = [renderer for renderer in _renderers() if renderer.pid not in before]
    sandbox.close()
    assert _wait_until_gone(process)
    assert sandbox.render("b", "sv", NOTHING).html == "<p>b</p>"
    sandbox.close()
    sandbox.close()


_START = """
import os, sys, time
from wiki.markup.sandbox import Sandbox
sandbox = Sandbox()
sandbox.render("a", "sv", frozenset())
"""
_FORK = """
child = os.fork()
if child == 0:
    sys.exit(0 if sandbox.render("b", "sv", frozenset()).html == "<p>b</p>" else 1)
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.exit(code or sandbox.render("c", "sv", frozenset()).html != "<p>c</p>")
"""


@pytest.mark.slow
def test_a_forked_server_process_renders_on_its_own() -> None:
    # Python 3.12 warns about threads at a fork; the sandbox is designed for that.
    command = [sys.executable, "-W", "ignore", "-c", _START + _FORK]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (finished.returncode, finished.stderr) == (0, "")


_CHILD = """
import multiprocessing
from wiki.markup.sandbox import Sandbox
def work():
    assert Sandbox().render("a", "sv", frozenset()).html == "<p>a</p>"
child = multiprocessing.get_context("fork").Process(target=work)
child.start()
child.join(30)
print(child.exitcode)
child.kill()
"""


@pytest.mark.slow
def test_a_child_that_rendered_can_end_without_closing() -> None:
    command = [sys.executable, "-c", _CHILD]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (finished.stdout, finished.stderr) == ("0\n", "")


_DAEMONIC = """
import multiprocessing
from wiki.errors import Unavailable
from wiki.markup.sandbox import Sandbox
def work():
    sandbox = Sandbox()
    for _ in range(2):
        try:
            sandbox.render("a", "sv", frozenset())
        except Unavailable as error:
            print(error.message)
child = multiprocessing.get_context("fork").Process(target=work, daemon=True)
child.start()
child.join(30)
"""


@pytest.mark.slow
def test_a_server_whose_processes_may_have_no_children_is_told_so() -> None:
    command = [sys.executable, "-c", _DAEMONIC]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert finished.stdout.splitlines() == [NOT_SHOWN, NOT_SHOWN]
    assert "daemonic processes are not allowed to have children" in finished.stderr


@pytest.mark.long
def test_a_server_that_embeds_python_renders_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/usr/bin/true")  # as uWSGI does with its own path
    with contextlib.closing(Sandbox()) as own:
        assert "<em>ord</em>" in own.render("*ord*", "sv", frozenset()).html


@pytest.mark.slow
@pytest.mark.parametrize("failing", [os._exit, os.abort, os.fspath])
def test_a_process_that_never_comes_up_is_no_fault_of_the_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, failing: object
) -> None:
    """As with a library that is missing, or memory that is too little for the start."""
    monkeypatch.setattr("wiki.markup.sandbox._enter_sandbox", failing)
    broken = Sandbox()
    with pytest.raises(Unavailable):
        broken.render("a", "sv", NOTHING)
    assert "ends before it gets a text" in caplog.text
    broken.close()


@pytest.mark.long
@pytest.mark.parametrize("failure", [MemoryError(), OSError(12, "No memory"), BrokenPipeError()])
def test_a_process_that_cannot_start_is_no_fault_of_the_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, failure: Exception
) -> None:
    def start(_process: object) -> None:
        raise failure

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", start)
    sandbox = Sandbox()
    with pytest.raises(Unavailable):
        sandbox.render("a", "sv", NOTHING)
    assert type(failure).__name__ in caplog.text
    monkeypatch.undo()
    assert sandbox.render("a", "sv", NOTHING).html == "<p>a</p>"
    sandbox.close()


@pytest.mark.slow
def test_a_garbage_collected_sandbox_ends_its_process() -> None:
    before = {process.pid for process in _renderers()}
    assert Sandbox().render("a", "sv", NOTHING).html == "<p>a</p>"
    gc.collect()
    assert all(_wait_until_gone(process) for process in _renderers() if process.pid not in before)


@pytest.mark.slow
def test_the_process_ends_with_a_killed_parent() -> None:
    command = [sys.executable, "-c", _START + "print('ready', flush=True); time.sleep(60)"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        (process,) = _renderers(parent.pid)
        os.kill(parent.pid, signal.SIGKILL)
        assert _wait_until_gone(process)
