"""Let everybody wait for short turns, and only a few for slow ones."""

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from wiki.errors import Busy
from wiki.turns import MOST_IN_LINE, MOST_OF_ONE, Turns


class Clock:
    """Say what time the test wants it to be."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@contextmanager
def holding(turns: Turns, owner: Hashable) -> Iterator[None]:
    """Hold the turn in this thread while others wait in theirs."""
    with turns.take(owner):
        yield


class Waiter(threading.Thread):
    """Wait in line, and remember how that ended."""

    def __init__(self, turns: Turns, owner: Hashable, order: list[Hashable]) -> None:
        super().__init__(daemon=True)
        self._turns, self._owner, self._order = turns, owner, order
        self.was_refused = False

    def run(self) -> None:
        try:
            with self._turns.take(self._owner):
                self._order.append(self._owner)
        except Busy:
            self.was_refused = True


def queue(turns: Turns, owners: list[Hashable], order: list[Hashable]) -> list[Waiter]:
    waiters = []
    for owner in owners:
        waiter = Waiter(turns, owner, order)
        waiter.start()
        time.sleep(0.02)  # so that they stand in this order
        waiters.append(waiter)
    return waiters


def refused(waiters: list[Waiter], wait: Callable[[], None]) -> list[bool]:
    wait()
    time.sleep(0.5)  # they look at the line five times a second
    return [waiter.was_refused for waiter in waiters]


@pytest.mark.long
def test_all_wait_for_short_turns_in_order(clock: Clock) -> None:
    turns = Turns(clock=clock)
    order: list[Hashable] = []
    with holding(turns, "a"):
        waiters = queue(turns, ["a", "a", "b", "a", "c", "a", "a", "a"], order)
        assert refused(waiters, lambda: None) == [False] * 8
    for waiter in waiters:
        waiter.join(10)
    assert order == ["a", "a", "b", "a", "c", "a", "a", "a"]


@pytest.mark.long
def test_one_person_does_not_hold_all_threads_by_slow_turns(clock: Clock) -> None:
    turns = Turns(clock=clock)
    with ExitStack() as stack:
        stack.enter_context(holding(turns, "a"))
        waiters = queue(turns, ["a", "a", "a", "b"], [])

        def pass_time() -> None:
            clock.seconds += 5.1

        found = refused(waiters, pass_time)
        assert found == [False, *[True] * (3 - MOST_OF_ONE + 1), False]


@pytest.mark.long
def test_many_persons_do_not_either(clock: Clock) -> None:
    turns = Turns(clock=clock)
    with holding(turns, "first"):
        waiters = queue(turns, list("abcdef"), [])
        clock.seconds += 5.1
        assert refused(waiters, lambda: None).count(False) == MOST_IN_LINE - 1


def test_after_a_slow_turn_nobody_waits_first_to_be_refused(clock: Clock) -> None:
    turns = Turns(clock=clock)
    with turns.take("a") as turn:
        turn.seconds = 0.3
    with holding(turns, "a"):
        waiters = queue(turns, ["a"], [])
        with pytest.raises(Busy), turns.take("a"):
            pass
        clock.seconds += 11
    waiters[0].join(10)
    assert not waiters[0].was_refused


@pytest.mark.long
def test_a_short_turn_is_not_slow_because_the_machine_is(clock: Clock) -> None:
    turns = Turns(clock=clock)
    order: list[Hashable] = []
    with turns.take("a") as turn:
        clock.seconds += 60
        turn.seconds = 0.1
    with holding(turns, "a"):
        clock.seconds += 4
        waiters = queue(turns, ["a"] * 8, order)
        assert refused(waiters, lambda: None) == [False] * 8
    for waiter in waiters:
        waiter.join(10)


@pytest.mark.long
def test_nobody_waits_for_ever(clock: Clock) -> None:
    turns = Turns(clock=clock)
    with holding(turns, "a"):
        waiters = queue(turns, ["b"], [])
        clock.seconds += 21
        assert refused(waiters, lambda: None) == [True]


def test_a_failed_turn_makes_room(clock: Clock) -> None:
    turns = Turns(clock=clock)
    with pytest.raises(ValueError, match="x"), turns.take("a"):
        raise ValueError("x")
    with turns.take("a"):
        pass
