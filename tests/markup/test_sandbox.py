"""The sandbox gives the same result as rendering without it, and enforces its limits."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.markup.corpus import ACCEPTED, HONEST, HOSTILE
from tests.markup.renderers import is_gone_soon, list_renderers
from wiki.errors import TooComplex
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


@pytest.mark.long
def test_the_result_is_the_same_as_without_a_sandbox(sandbox: Sandbox) -> None:
    existing = frozenset({("sv", "A", "a")})
    source = "## Å\n\n[[A]] [[B]] <b>[^1]\n\n[^1]: x"
    assert sandbox.render(source, "sv", existing) == render(source, "sv", existing)


@pytest.mark.sampled(3)
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
        for process in list_renderers():
            process.kill()
        time.sleep(pause)
        assert sandbox.render("b", "sv", NOTHING).html == "<p>b</p>"


@pytest.mark.slow
def test_a_text_whose_process_somebody_ended_is_tried_once_more() -> None:
    patient = Sandbox(timeout_seconds=30.0)
    before = {process.pid for process in list_renderers()}
    patient.render("a", "sv", NOTHING)
    (process,) = [renderer for renderer in list_renderers() if renderer.pid not in before]
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


@pytest.mark.long
def test_threads_share_one_process(sandbox: Sandbox) -> None:
    def work(number: int) -> bool:
        return sandbox.render(f"{number}", "sv", NOTHING).html == f"<p>{number}</p>"

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(work, range(80)))


@pytest.mark.slow
def test_a_closed_sandbox_ends_its_process_and_can_start_again(sandbox: Sandbox) -> None:
    sandbox.render("warm", "sv", NOTHING)  # replaces a process that an earlier test killed
    sandbox = Sandbox()
    before = {process.pid for process in list_renderers()}
    sandbox.render("a", "sv", NOTHING)
    (process,) = [renderer for renderer in list_renderers() if renderer.pid not in before]
    sandbox.close()
    assert is_gone_soon(process)
    assert sandbox.render("b", "sv", NOTHING).html == "<p>b</p>"
    sandbox.close()
    sandbox.close()
