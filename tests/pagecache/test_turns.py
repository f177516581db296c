"""A page that several ask for at once is made once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from wiki.pagecache.turns import Turns


def test_others_wait_for_who_makes_a_page() -> None:
    turns, made = Turns(), []

    def ask(_number: int) -> bool:
        with turns.of("page") as was_made:
            if not was_made:
                time.sleep(0.3)
                made.append(threading.get_ident())
            return was_made

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(ask, range(4))) == [False, True, True, True]
    assert len(made) == 1
    assert not ask(0)  # nobody is making it any more


def test_nobody_waits_for_another_page() -> None:
    turns = Turns()
    with turns.of("one") as first, turns.of("other") as second:
        assert (first, second) == (False, False)


def test_a_failure_ends_the_turn() -> None:
    turns = Turns()
    with pytest.raises(RuntimeError), turns.of("page"):
        raise RuntimeError
    with turns.of("page") as was_made:
        assert not was_made
