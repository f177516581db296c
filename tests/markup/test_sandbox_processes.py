"""The sandbox starts in servers of every kind, is replaced when it fails, and leaves no process."""

import contextlib
import gc
import os
import signal
import subprocess
import sys

import pytest

from tests.markup.renderers import is_gone_soon, list_renderers
from wiki.errors import Unavailable
from wiki.markup.limits import NOT_SHOWN
from wiki.markup.sandbox import Sandbox

NOTHING: frozenset[tuple[str, str, str]] = frozenset()


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


@pytest.mark.sampled(3)
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
    before = {process.pid for process in list_renderers()}
    assert Sandbox().render("a", "sv", NOTHING).html == "<p>a</p>"
    gc.collect()
    assert all(is_gone_soon(process) for process in list_renderers() if process.pid not in before)


@pytest.mark.slow
def test_the_process_ends_with_a_killed_parent() -> None:
    command = [sys.executable, "-c", _START + "print('ready', flush=True); time.sleep(60)"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        (process,) = list_renderers(parent.pid)
        os.kill(parent.pid, signal.SIGKILL)
        assert is_gone_soon(process)
