"""A page that several ask for at once is made once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from wiki.pagecache.singleflight import SingleFlight


@pytest.mark.long
def test_others_wait_for_who_makes_a_page() -> None:
    flights, made = SingleFlight(), []

    def ask(_number: int) -> bool:
        with flights.of("page") as was_made:
            if not was_made:
                time.sleep(0.3)
                made.append(threading.get_ident())
            return was_made

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(ask, range(4))) == [False, True, True, True]
    assert len(made) == 1
    assert not ask(0)  # nobody is making it any more


def test_nobody_waits_for_another_page() -> None:
    flights = SingleFlight()
    with flights.of("one") as first, flights.of("other") as second:
        assert (first, second) == (False, False)


def test_a_failure_ends_the_turn() -> None:
    flights = SingleFlight()
    with pytest.raises(RuntimeError), flights.of("page"):
        raise RuntimeError
    with flights.of("page") as was_made:
        assert not was_made
