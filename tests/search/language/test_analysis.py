"""Analysis: how texts and questions become terms."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.search.language.analysis import (
    LANGUAGES,
    fold,
    is_stop_word,
    stem,
    terms,
    tokenize,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sociala innovationer i skolan", ["sociala", "innovationer", "i", "skolan"]),
        ("E-hälsa, 2022: JU:s arbete!", ["e-hälsa", "2022", "JU", "s", "arbete"]),
        ("Åke äter ÖL", ["åke", "äter", "öl"]),
        (unicodedata.normalize("NFD", "Äldreomsorg på Öland"), ["äldreomsorg", "på", "öland"]),
        ("snake_case <b>fet</b>", ["snake", "case", "b", "fet", "b"]),
        ("Привет мир", ["привет", "мир"]),
        ("* ? ~ \\ / [ ] : ^", []),
        ("x" * 65, []),
        ("12 500, 4.200 och 1\u00a0234\u202f567", ["12500", "4200", "och", "1234567"]),
        (
            "3.14 och 2021 2022, 040-12 34 56",
            ["3", "14", "och", "2021", "2022", *"040 12 34 56".split()],
        ),
        ("C++, C#, .NET och c", ["c++", "c#", ".net", "och", "c"]),
        ("IT om NO här. VAD ÄR DET?", ["IT", "om", "NO", "här", "vad", "är", "det"]),
        ("fri\u00adlufts\u200bgård", ["friluftsgård"]),
        ("dag-för-dag, x-y", ["dag", "för", "dag", "x", "y"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("innovationernas", "sv", ["innovation"]),
        ("skolan och skolorna", "sv", ["skol", "skol"]),
        ("Söder, Söders höjder", "sv", ["söder", "söder", "höjd"]),
        ("skolors, kommuners, ungdomars, ledares", "sv", ["skol", "kommun", "ungdom", "led"]),
        ("Anders, annars, kors och mars", "sv", ["ander", "annars", "kors", "mars"]),
        ("barnen barns barn", "sv", ["barn", "barn", "barn"]),
        ("samhället projektets lärosätena", "sv", ["samhäll", "projek", "lärosät"]),
        ("universitetet kvaliteten internet", "sv", ["universitet", "kvalitet", "internet"]),
        ("the innovations of schools", "en", ["innov", "school"]),
        ("barnacles", "en", ["barnacl"]),
    ],
)
def test_terms_are_stems_without_stop_words(text: str, language: str, expected: list[str]) -> None:
    assert terms(text, language) == expected


def test_a_ring_and_dots_stay_apart_in_the_index() -> None:
    assert stem("rån", "sv") != stem("ran", "sv")
    assert fold("Malmö") == fold("malmo") == "malmo"
    assert fold("ÅÄÖé") == "aaoe"
    assert fold("Łódź Ørsted Straße Æ") == "lodz orsted strasse ae"


@pytest.mark.parametrize("word", ["och", "att", "the", "of", "vad", "what"])
def test_common_words_of_either_language_say_nothing(word: str) -> None:
    assert all(is_stop_word(word, language) for language in LANGUAGES)


def test_a_stop_word_that_means_something_in_the_other_language_is_kept_there() -> None:
    assert is_stop_word("men", "sv")
    assert not is_stop_word("men", "en")
    assert is_stop_word("by", "en")
    assert not is_stop_word("by", "sv")


@given(st.text(max_size=200))
def test_any_text_has_words_and_they_are_at_their_places(text: str) -> None:
    for token in tokenize(text):
        assert words(text[token.start : token.end]) == [token.word]
    for language in LANGUAGES:
        terms(text, language)
