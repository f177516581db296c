"""Compose texts in time that grows with their length."""

import unicodedata
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.characters import compose, normalise_line, normalise_text

ACUTE, BELOW = "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING GRAVE ACCENT BELOW}"


def longest_run(text: str) -> int:
    runs = groupby(text, lambda character: bool(unicodedata.combining(character)))
    return max((len(list(run)) for is_mark, run in runs if is_mark), default=0)


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("normalise", [compose, normalise_line, normalise_text])
@pytest.mark.parametrize(
    "text",
    [
        "a" + (ACUTE + BELOW) * 80_000,
        (ACUTE + BELOW) * 80_000,
        "\u0344\u0316" * 80_000,  # a mark that is two marks
        "\u3042" + "\u3099\u0316" * 80_000,
        "\u05d0" + "\u05b0\u0591" * 80_000,
    ],
)
def test_marks_without_end_are_sorted_in_short_runs(normalise: object, text: str) -> None:
    """By insertion, Python would sort each of these for half a minute."""
    assert callable(normalise)
    result = normalise(text)
    assert longest_run(result) <= 62
    assert result.replace("\u034f", "").count(BELOW) == text.count(BELOW)


@pytest.mark.parametrize(
    "text",
    [
        "e" + ACUTE,
        "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd",  # Hebrew with all its points
        "\u0e17\u0e35\u0e48",  # Thai
        "Z" + "".join(map(chr, range(0x300, 0x31E))),  # thirty marks
        "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 40,
        "\u2014" * 500,
    ],
)
def test_what_people_write_is_only_composed(text: str) -> None:
    assert compose(text) == unicodedata.normalize("NFC", text)


@given(st.text(st.characters(codec="utf-8")))
def test_everything_else_is_only_composed(text: str) -> None:
    if longest_run(unicodedata.normalize("NFD", text)) <= 30:
        assert compose(text) == unicodedata.normalize("NFC", text)
    assert compose(compose(text)) == compose(text)
