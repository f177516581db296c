"""Excerpts: one line, whole words, never too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.markup.excerpt import excerpt


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("", 10, ""),
        ("kort text", 10, "kort text"),
        ("två\nrader  här", 20, "två rader här"),
        ("en text som är för lång", 13, "en text som…"),
        ("en text som är för lång", 12, "en text som…"),
        ("en text, som", 10, "en text…"),
        ("enlångordsföljd", 8, "enlångo…"),
    ],
)
def test_excerpts_by_example(text: str, length: int, expected: str) -> None:
    assert excerpt(text, length) == expected


@given(st.text(), st.integers(min_value=1, max_value=60))
def test_an_excerpt_is_one_line_of_at_most_the_length(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length
    assert "\n" not in excerpt(text, length)
