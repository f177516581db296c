"""Hunks of an amendment: all of them make its text, none the text before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.amendments.hunks import find_change

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
    assert find_change(BEFORE, AFTER).apply(chosen) == text


def test_hunks_say_where_they_are() -> None:
    assert [hunk.line for hunk in find_change(BEFORE, AFTER).hunks] == [1, 5]


@pytest.mark.parametrize(
    ("other", "touched"),
    [
        (BEFORE, set()),
        (BEFORE.replace("Två", "Tva"), set()),
        (BEFORE.replace("Ett.", "Ett?"), {0}),
        (BEFORE.replace("Ett.\n", "Ett.\nMer.\n"), {0}),  # next to it
        (BEFORE + "Sist.\n", {1}),
        ("Allt är nytt.", {0, 1}),
    ],
)
def test_hunks_that_meet_another_change_are_known(other: str, touched: set[int]) -> None:
    assert find_change(BEFORE, AFTER).touched(find_change(BEFORE, other)) == touched


@given(TEXTS, TEXTS)
def test_all_hunks_make_the_text_after_and_none_the_text_before(before: str, after: str) -> None:
    change = find_change(before, after)
    numbers = [hunk.number for hunk in change.hunks]
    assert numbers == list(range(len(numbers)))
    assert change.apply(numbers) == after
    assert change.apply(()) == before
