"""Wrap titles of every length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.cards.wrapping import wrap

WORDS = st.text(st.sampled_from("abåÄ-… "), max_size=200)


@pytest.mark.parametrize(
    ("text", "width", "most", "lines", "is_whole"),
    [
        ("", 10, 3, (), True),
        ("kort", 10, 3, ("kort",), True),
        ("två ord", 4, 3, ("två", "ord"), True),
        # As equal as possible: the last word is not alone.
        ("aaaa bbbb cccc dd", 14, 2, ("aaaa bbbb", "cccc dd"), True),
        ("abcdefghij", 5, 3, ("abcd-", "efgh-", "ij"), False),
        ("ett två tre fyra", 4, 2, ("ett", "två…"), False),
        ("ett två, tre fyra", 9, 1, ("ett två…",), False),
        ("abcdefghijkl", 5, 1, ("abcd…",), False),
        ("två ord tre", 7, 1, ("två…",), False),
    ],
)
def test_lines(text: str, width: int, most: int, lines: tuple[str, ...], is_whole: bool) -> None:
    wrapped = wrap(text, width, most, len)
    assert (wrapped.lines, wrapped.is_whole) == (lines, is_whole)


@given(WORDS, st.integers(3, 40), st.integers(1, 5))
def test_no_line_is_too_wide_and_none_too_many(text: str, width: int, most: int) -> None:
    wrapped = wrap(text, width, most, len)
    assert len(wrapped.lines) <= most
    assert all(len(line) <= width for line in wrapped.lines)
    if wrapped.is_whole:
        assert " ".join(wrapped.lines).split() == text.split()
