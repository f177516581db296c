"""Hunks of an amendment: all of them make its text, none the text before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.amendments.hunks import apply_hunks, split_hunks

BEFORE = "Ett.\n\nTvå.\n\nTre.\n"
AFTER = "Ett!\n\nTvå.\n\nTre och fyra.\n\nFem.\n"

LINES = st.lists(st.sampled_from(["", "Ett.", "Två ord.", "Tre hela ord."]), max_size=8)
TEXTS = LINES.map("\n".join)


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        ((), BEFORE),
        ((0,), "Ett!\n\nTvå.\n\nTre.\n"),
        ((1,), "Ett.\n\nTvå.\n\nTre och fyra.\n\nFem.\n"),
        ((0, 1), AFTER),
        ((7,), BEFORE),
    ],
)
def test_some_hunks_are_applied(chosen: tuple[int, ...], text: str) -> None:
    assert apply_hunks(BEFORE, AFTER, chosen) == text


def test_hunks_say_where_they_are() -> None:
    assert [hunk.line for hunk in split_hunks(BEFORE, AFTER)] == [1, 5]


@given(TEXTS, TEXTS)
def test_all_hunks_make_the_text_after_and_none_the_text_before(before: str, after: str) -> None:
    numbers = [hunk.number for hunk in split_hunks(before, after)]
    assert numbers == list(range(len(numbers)))
    assert apply_hunks(before, after, numbers) == after
    assert apply_hunks(before, after, ()) == before
