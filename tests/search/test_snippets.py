"""Snippets: the place that answers, its words marked, all else plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.search.analysis import stem, tokenize, words
from wiki.search.compounds import Splitter
from wiki.search.snippets import Marker, Piece, make_snippet

SPLIT = Splitter(lambda _stem: False).split


def marked(text: str, *wanted: str, language: str = "sv") -> list[str]:
    snippet = make_snippet(text, Marker(wanted, language, SPLIT))
    return [piece.text for piece in snippet if piece.is_marked]


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("Sociala innovationer i skolan", ["innovation"], ["innovationer"]),
        ("Stöd till Äldreomsorgen nu", ["omsorg"], ["Äldreomsorgen"]),
        ("Omsorg om äldre", ["äldreomsorg"], ["Omsorg", "äldre"]),
        ("skolbarn och barnacles", ["barn"], ["skolbarn"]),
        ("inget här", ["annat"], []),
        ("", ["ord"], []),
    ],
)
def test_other_forms_and_parts_are_marked(
    text: str, wanted: list[str], expected: list[str]
) -> None:
    assert marked(text, *wanted) == expected


def test_markup_in_a_text_stays_text() -> None:
    snippet = make_snippet("<script>alert(1)</script> skola", Marker(["skola"], "sv", SPLIT))
    assert snippet == (Piece("<script>alert(1)</script> "), Piece("skola", is_marked=True))


def test_the_window_lies_where_most_of_the_words_are() -> None:
    text = "barn " + "utfyllnad " * 100 + "barn i skola på landsbygden " + "slut " * 100
    snippet = make_snippet(text, Marker(["barn", "skola", "landsbygd"], "sv", SPLIT))
    assert [piece.text for piece in snippet if piece.is_marked] == ["barn", "skola", "landsbygden"]
    assert snippet[0] == Piece("…")
    assert snippet[-1] == Piece("…")
    assert sum(len(piece.text) for piece in snippet) < 300


def test_without_a_hit_the_text_begins_at_its_beginning() -> None:
    snippet = make_snippet("Ett kort stycke. " * 50, Marker(["annat"], "sv", SPLIT))
    assert snippet[0].text.startswith("Ett kort stycke.")


@given(st.text(max_size=2_000), st.lists(st.text(min_size=1, max_size=10), max_size=4))
def test_a_snippet_is_a_stretch_of_its_text(text: str, wanted: list[str]) -> None:
    snippet = make_snippet(text, Marker(wanted, "sv", SPLIT))
    shown = "".join(piece.text for piece in snippet)
    inner = shown.removeprefix("…").removesuffix("…")
    assert inner in " ".join(text.split()) or shown in " ".join(text.split())


def test_a_look_alike_that_begins_otherwise_is_marked() -> None:
    marker = Marker(["inovation"], "sv", SPLIT, ["innovation"])
    snippet = make_snippet("Sociala innovationer", marker)
    assert [piece.text for piece in snippet if piece.is_marked] == ["innovationer"]


@given(st.text(alphabet="abåi\u0307 _-é́1", max_size=60), st.sampled_from(["ab", "a", "bå", "1"]))
def test_words_are_marked_as_they_are_cut_from_texts(text: str, wanted: str) -> None:
    shown = " ".join(text.split())
    expected = [token.word for token in tokenize(shown) if token.word.startswith(wanted)]
    marker = Marker([wanted], "en", SPLIT, {stem(word, "en") for word in expected})
    pieces = make_snippet(shown, marker, length=1_000)
    marked_words = [analysed(piece.text) for piece in pieces if piece.is_marked]
    assert [word for word in marked_words if word.startswith(wanted)] == expected


def analysed(text: str) -> str:
    (word,) = words(text)
    return word
