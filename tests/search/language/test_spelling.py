"""Spelling: corrections, missing accents, word families; none for short words or years."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.search.language.spelling import WordList, edit_cost

WORDS = WordList(
    "innovation malmö regering förändring barn barnacl samhälle normandi normansk skol lån län "
    "1066 1067 iakttagelse omsorg demokrati".split()
)


def best(word: str) -> str:
    return min(WORDS.find_corrections(word), default=(0.0, ""))[1]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("inovation", "innovation"),  # dropped
        ("innovattion", "innovation"),  # doubled
        ("innovatoin", "innovation"),  # swapped
        ("inmovation", "innovation"),  # replaced
        ("malmo", "malmö"),
        ("forandring", "förändring"),
        ("regerring", "regering"),
        ("samhalle", "samhälle"),
        ("demokarti", "demokrati"),
    ],
)
def test_misspellings_and_missing_accents_are_recognised(typed: str, meant: str) -> None:
    assert best(typed) == meant


def test_a_swap_in_a_short_word_is_recognised_among_many_words_that_share_more_pairs() -> None:
    around = [f"bran{letter}{other}" for letter in "aeiouy" for other in "dklmnst"]
    assert min(WordList(["barn", *around]).find_corrections("bran")) == (0.7, "barn")


@pytest.mark.parametrize("typed", ["lan", "bar", "skl", "1065", "1076", "xylofon", ""])
def test_short_words_numbers_and_strangers_are_left_alone(typed: str) -> None:
    assert best(typed) == ""


def test_words_that_differ_by_accents_alone() -> None:
    assert set(WORDS.find_accented("lan")) == {"lån", "län"}
    assert WORDS.find_accented("lån") == ["län"]
    assert WORDS.find_accented("skol") == []


def test_a_family_begins_alike_and_holds_no_longer_word_around_it() -> None:
    assert {similar.term for similar in WORDS.find_family("normandisk", "sv")} == {
        "normandi",
        "normansk",
    }
    assert list(WORDS.find_family("barn", "sv")) == []
    around = WordList(["barnacles", "barnas"])
    assert [similar.term for similar in around.find_family("barna", "sv")] == ["barnas"]


@pytest.mark.parametrize(
    ("language", "word", "other", "is_family"),
    [
        ("en", "bread", "breadth", False),
        ("en", "breadth", "bread", False),
        ("en", "hearth", "hear", False),
        ("en", "stealth", "steal", False),
        ("en", "market", "mark", False),
        ("en", "planet", "plan", False),
        ("en", "forest", "fore", False),
        ("en", "listen", "list", False),
        ("en", "teacher", "teach", True),
        ("en", "govern", "governor", True),
        ("en", "african", "africa", True),
        ("sv", "ensam", "ensamhet", True),
        ("sv", "lärar", "lärarinn", True),
        ("sv", "sektor", "sekt", False),
        ("sv", "station", "stat", False),
        ("sv", "mark", "markis", False),
        ("sv", "planet", "plan", False),
        ("sv", "bandy", "band", False),
        ("sv", "barndom", "barn", True),
        ("sv", "nordlig", "nord", True),
    ],
)
def test_only_endings_of_the_language_make_a_family(
    language: str, word: str, other: str, is_family: bool
) -> None:
    found = [similar.is_family for similar in WordList([other]).find_family(word, language)]
    assert any(found) == is_family


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("malmo", "malmö", 0.15),
        ("regerring", "regering", 0.6),
        ("innovatoin", "innovation", 0.7),
        ("omsorg", "omsorg", 0.0),
        ("omsork", "omsorg", 1.0),
        ("msorg", "omsorg", 1.0),
        ("", "ab", 2.0),
    ],
)
def test_what_edits_cost(typed: str, meant: str, cost: float) -> None:
    assert edit_cost(typed, meant) == pytest.approx(cost)


@given(st.text(max_size=20), st.text(max_size=20))
def test_edits_cost_at_most_one_a_letter(word: str, other: str) -> None:
    assert 0 <= edit_cost(word, other) <= max(len(word), len(other))
    assert edit_cost(word, word) == 0


@given(st.lists(st.text(min_size=1, max_size=30), max_size=30), st.text(max_size=30))
def test_any_word_can_be_compared(words: list[str], word: str) -> None:
    known = WordList(words)
    assert {term for _, term in known.find_corrections(word)} <= set(words) - {word}
    assert {similar.term for similar in known.find_family(word, "sv")} <= set(words) - {word}
    assert set(known.find_accented(word)) <= set(words) - {word}
