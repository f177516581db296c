"""Compounds: "äldreomsorg" is "äldre" and "omsorg"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.search.language.analysis import stem
from wiki.search.language.compounds import Splitter


def known(*words: str) -> Splitter:
    """Return a splitter whose corpus holds these words."""
    stems = {stem(word, "sv") for word in words}
    return Splitter(stems.__contains__)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("äldreomsorg", ["äldre", "omsorg"]),
        ("äldreomsorgen", ["äldre", "omsorg"]),
        ("skolbarn", ["skola", "barn"]),
        ("skolbarnens", ["skola", "barn"]),
        ("barnomsorg", ["barn", "omsorg"]),
        ("kvinnojour", []),
        ("samhällsutmaningar", ["samhälle", "utmaning"]),
        ("arbetsmarknadsutbildning", ["arbete", "marknad", "utbildning"]),
        ("tvättmaskinen", ["tvätt", "maskin"]),
        ("bostadsbrist", ["bostad", "brist"]),
        ("välfärdsteknik", ["välfärd", "teknik"]),
        ("ungdomsmottagning", ["ungdom", "mottagning"]),
        # No compounds, however much some letters look like words.
        ("barnacles", []),
        ("kurser", []),
        ("platser", []),
        ("insatser", []),
        ("innovation", []),
        ("utanförskap", []),
        ("berättelse", []),
        ("universitet", []),
        ("kommunikation", []),
        ("organisation", []),
        ("barn", []),
        ("", []),
    ],
)
def test_the_shipped_list_takes_common_compounds_apart(word: str, parts: list[str]) -> None:
    assert known().split(word) == tuple(stem(part, "sv") for part in parts)


def test_words_of_the_corpus_become_parts() -> None:
    assert known().split("tillitsreformen") == ()
    assert known("tillit", "reform").split("tillitsreformen") == ("tillit", "reform")


def test_short_words_of_the_corpus_do_not() -> None:
    assert known("ans", "lag", "var").split("ansvaret") == ()


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=12), max_size=5))
def test_any_word_can_be_asked(word: str, vocabulary: list[str]) -> None:
    parts = known(*vocabulary).split(word)
    assert len(parts) != 1 or "-" in word
    assert len(parts) <= 4
