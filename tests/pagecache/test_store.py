"""The pages of a process take no more bytes than they may."""

from datetime import UTC, datetime

from wiki.pagecache.store import KeptPage, Store


def page(size: int) -> KeptPage:
    return KeptPage(1, datetime(2026, 12, 1, tzinfo=UTC), [], b"x" * size, None)


def test_those_not_asked_for_longest_go_first() -> None:
    store = Store(30_000)
    for name in "abc":
        store.put(name, page(5_000))
    store.get("a")
    for name in "de":
        store.put(name, page(5_000))
    assert [name for name in "abcde" if store.get(name)] == ["a", "c", "d", "e"]


def test_a_page_takes_the_place_of_the_one_before() -> None:
    store = Store(30_000)
    for _ in range(9):
        store.put("a", page(5_000))
    store.put("b", page(5_000))
    assert len(store) == 2


def test_what_would_push_out_most_others_is_not_kept() -> None:
    store = Store(30_000)
    store.put("a", page(9_000))
    store.put("b", page(1_000))
    assert (store.get("a"), len(store)) == (None, 1)
    store.clear()
    assert len(store) == 0
