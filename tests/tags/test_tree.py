"""Say what stands above what, and which topics can be related."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.tags.tree import find_close_pairs, is_circle, iterate_above, list_below, make_pair

#   1
#   ├ 2 ─ 3
#   └ 4          5 stands alone
TREE = {1: None, 2: 1, 3: 2, 4: 1, 5: None}


def test_what_is_above_comes_nearest_first() -> None:
    assert list(iterate_above(TREE, 3)) == [2, 1]
    assert list(iterate_above(TREE, 5)) == []
    assert list_below(TREE, 1) == [2, 3, 4]


@pytest.mark.parametrize(
    ("pair", "is_close"),
    [((1, 2), True), ((1, 3), True), ((2, 2), True), ((2, 4), False), ((3, 4), False)],
)
def test_topics_above_and_below_are_not_related(pair: tuple[int, int], is_close: bool) -> None:
    assert find_close_pairs(TREE, [pair]) == ([pair] if is_close else [])
    first, second = pair
    assert bool(find_close_pairs(TREE, [(second, first)])) == is_close


def test_a_circle_is_seen_and_gone_round_once() -> None:
    ring = {1: 3, 2: 1, 3: 2, 4: 1, 5: None}
    assert [tag_id for tag_id in ring if is_circle(ring, tag_id)] == [1, 2, 3, 4]
    assert list(iterate_above(ring, 1)) == [3, 2]
    assert not any(is_circle(TREE, tag_id) for tag_id in TREE)


@given(st.dictionaries(st.integers(1, 6), st.none() | st.integers(1, 6)))
def test_the_way_up_ends(parents: dict[int, int | None]) -> None:
    for tag_id in parents:
        above = list(iterate_above(parents, tag_id))
        assert len(above) == len(set(above))
        assert tag_id not in above


def test_a_pair_is_stored_in_one_way() -> None:
    assert make_pair(2, 1) == make_pair(1, 2) == (1, 2)
