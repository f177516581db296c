"""Words that are looked for are recognised in a text without reading all of its words."""

from itertools import combinations

import pytest

from wiki.search.language.analysis import stem, tokenize, written_terms
from wiki.search.language.compounds import Splitter
from wiki.search.language.irregular import irregular_words, lowered
from wiki.search.language.marking import Marker

SPLIT = Splitter(lambda _stem: False).split
TEXT = (
    "Fritidshem-i-kommunal regi och e-hälsa, E\u2011HÄLSA: 12 500 barn, 12,500 barn, 1 234 567,"
    " 8 000 sjuksköterskor, C++ och C#, .NET på IT-kontoret, WHO:s kaf\u00e9 cafe\u0301 café,"
    " kom\u00admunen, ko\u0308k, İstanbul och skolan; Straße, x.1 234 500, kommunal 8 av 12."
)
WORDS = ["kommunal", "kommun", "e-hälsa", "12500", "12", "8", "8000", "1234567", "c++", "c#", "c"]
WORDS += [".net", "IT", "it", "WHO", "café", "cafe", "kafé", "kök", "skola", "strasse", "500"]


def _read_all(text: str, wanted: tuple[str, ...], unaccented: tuple[str, ...]) -> list[str]:
    """Return the words that are one of those wanted, found by reading each word of a text."""
    terms = {term for word in wanted for term in written_terms(word, "sv")}
    folded = {"café": "cafe", "kafé": "kafe", "straße": "strasse"}
    return [
        text[token.start : token.end]
        for token in tokenize(text)
        if stem(token.word, "sv") in terms or folded.get(token.word) in unaccented
    ]


def _marked(text: str, *wanted: str, unaccented: tuple[str, ...] = ()) -> list[str]:
    marker = Marker(wanted, "sv", SPLIT, unaccented=unaccented)
    return [text[mark.start : mark.end] for mark in marker.mark(text)]


@pytest.mark.parametrize("count", [1, 2])
def test_the_words_are_those_that_reading_all_of_them_finds(count: int) -> None:
    for wanted in combinations(WORDS, count):
        assert _marked(TEXT, *wanted) == _read_all(TEXT, wanted, ()), wanted


@pytest.mark.parametrize("word", ["cafe", "kafe", "strasse"])
def test_words_without_accents_are_recognised_with_them(word: str) -> None:
    found = _marked(TEXT, word, unaccented=(word,))
    assert found == _read_all(TEXT, (word,), (word,))
    assert found


def test_digits_in_groups_are_one_number() -> None:
    assert _marked("8 000 av 8, 1 234 567", "8") == ["8"]
    assert _marked("8 000 av 8, 1 234 567", "1234567") == ["1 234 567"]


def test_most_words_of_a_text_are_regular() -> None:
    assert irregular_words("Kommunens skolor i EU prövar nu odling (2019) – med år 2020-21.") == ()


def test_each_letter_stays_at_its_place() -> None:
    assert lowered("İSTANBUL") == "İstanbul"


def test_a_phrase_is_found_across_small_words_and_not_at_the_end_of_a_text() -> None:
    alternatives = {"social innovation": "samhällsförnyelse"}
    marker = Marker(["samhällsförnyelse"], "sv", SPLIT, alternatives)
    text = "Sociala och andra. Social i innovation, psykosocial innovation, sociala innovationer,"
    text += " social"
    marks = [text[mark.start : mark.end] for mark in marker.mark(text)]
    assert marks == ["Social i innovation", "sociala innovationer"]
