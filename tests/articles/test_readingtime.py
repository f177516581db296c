"""Estimate how long texts take to read."""

import pytest

from wiki.articles.text import count_minutes


@pytest.mark.parametrize(
    ("words", "language", "minutes"),
    [
        (0, "sv", 1),
        (100, "sv", 1),
        (298, "sv", 1),
        (299, "sv", 2),
        (1990, "sv", 10),
        (1990, "en", 9),
        (2280, "en", 10),
    ],
)
def test_minutes_depend_on_the_words_and_the_language(
    words: int, language: str, minutes: int
) -> None:
    assert count_minutes("ett\n" * words, language) == minutes
