"""Test the counts in memory: limits and threads."""

import threading
from datetime import date

from wiki.figures.buffer import MOST_ARTICLES, Buffer

TODAY = date(2026, 11, 29)


def test_counts_are_gathered_and_taken_once() -> None:
    buffer = Buffer()
    buffer.note((TODAY, 1))
    buffer.note((TODAY, 1))
    buffer.note((TODAY, 2))
    assert buffer.take() == {(TODAY, 1): 2, (TODAY, 2): 1}
    assert buffer.take() == {}


def test_no_flood_grows_the_memory() -> None:
    buffer = Buffer()
    for article_id in range(MOST_ARTICLES + 10):
        buffer.note((TODAY, article_id))
    buffer.note((TODAY, 0))
    taken = buffer.take()
    assert (len(taken), taken[TODAY, 0]) == (MOST_ARTICLES, 2)


def test_threads_lose_no_count() -> None:
    buffer = Buffer()

    def read() -> None:
        for _time in range(500):
            buffer.note((TODAY, 1))

    threads = [threading.Thread(target=read) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert buffer.take() == {(TODAY, 1): 2000}
