"""Test the counts in memory: limits and threads."""

import threading
from datetime import date

from wiki.search_log.buffer import MOST_OPENED, MOST_TEXTS, Buffer

TODAY = date(2026, 11, 23)
KEY = (TODAY, "sv", "skola")


def test_counts_are_gathered_and_taken_once() -> None:
    buffer = Buffer()
    buffer.note_search(KEY, 3)
    buffer.note_search(KEY, 4)
    buffer.note_asking(KEY)
    buffer.note_opened(KEY, 7)
    buffer.note_opened(KEY, 7)
    count = buffer.take()[KEY]
    assert (count.times, count.hits, count.asked_for, count.opened) == (2, 4, 1, {7: 2})
    assert buffer.take() == {}


def test_what_was_only_opened_says_nothing_of_hits() -> None:
    buffer = Buffer()
    buffer.note_opened(KEY, 7)
    assert buffer.take()[KEY].hits is None


def test_no_flood_grows_the_memory() -> None:
    buffer = Buffer()
    for number in range(MOST_TEXTS + 100):
        buffer.note_search((TODAY, "sv", f"ord {number}"), 0)
    for number in range(MOST_OPENED + 10):
        buffer.note_opened((TODAY, "sv", "ord 1"), number)
    buffer.note_search((TODAY, "sv", "ord 1"), 0)
    counts = buffer.take()
    assert len(counts) == MOST_TEXTS
    assert len(counts[TODAY, "sv", "ord 1"].opened) == MOST_OPENED
    assert counts[TODAY, "sv", "ord 1"].times == 2


def test_no_count_is_lost_between_threads() -> None:
    buffer, taken = Buffer(), []

    def search() -> None:
        for _ in range(500):
            buffer.note_search(KEY, 1)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        taken.append(buffer.take())
    taken.append(buffer.take())
    assert sum(counts[KEY].times for counts in taken if KEY in counts) == 2000
