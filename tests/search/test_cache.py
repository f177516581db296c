"""The cache: least recently used goes first, nothing too old, shared by threads."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from wiki.search.cache import SharedCache


def test_a_value_is_found_under_its_key_until_all_are_cleared() -> None:
    cache: SharedCache[str] = SharedCache(2, 60)
    assert cache.put(("barn", 1), "answer") == "answer"
    assert cache.get(("barn", 1)) == "answer"
    assert cache.get(("barn", 2)) is None
    cache.clear()
    assert cache.get(("barn", 1)) is None


def test_the_least_recently_used_value_makes_room() -> None:
    cache: SharedCache[int] = SharedCache(2, 60)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.get("a")
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]


def test_a_value_is_forgotten_after_its_time() -> None:
    cache: SharedCache[int] = SharedCache(2, 0.05)
    cache.put("a", 1)
    assert cache.get("a") == 1
    time.sleep(0.06)
    assert cache.get("a") is None


@pytest.mark.long
def test_threads_share_a_cache_that_is_always_full() -> None:
    cache: SharedCache[int] = SharedCache(4, 0.0005)

    def work(thread: int) -> bool:
        return all(
            cache.get(number % 9) in {None, number % 9}
            and cache.put(number % 9, number % 9) == number % 9
            for number in range(thread, thread + 1_000)
        )

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(work, range(8)))
