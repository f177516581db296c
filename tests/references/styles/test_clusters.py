"""Citations in the text."""

import pytest

from tests.references.styles.test_entries import ITEMS, book
from wiki.markup.inline.citations import Cite
from wiki.references.styles.format import format_citations

BERG, BERG_TOO, BERG_ARNE = "k001", "k002", "k008"  # all of 2020
SVENSSON, POL = "k003", "k014"


def cite(style: str, language: str, *cites: Cite, also: tuple[str, ...] = ()) -> str:
    """Return a citation as plain text, in a text that cites other sources too."""
    clusters = [cites, *((Cite(key),) for key in also)]
    text = format_citations(clusters, ITEMS, style, language).texts[cites]
    return "".join(run.text for part in text for run in part.runs)


@pytest.mark.parametrize(
    ("style", "language", "expected"),
    [
        ("apa", "sv", "(Berg, 2020, s. 12; Svensson & Åkesson, 2019)"),
        ("apa", "en", "(Berg, 2020, p. 12; Svensson & Åkesson, 2019)"),
        ("harvard", "sv", "(Svensson och Åkesson, 2019; Berg, 2020, s. 12)"),
        ("harvard", "en", "(Svensson and Åkesson, 2019; Berg, 2020, p. 12)"),
        ("ieee", "sv", "[1, s. 12], [2]"),
        ("vancouver", "en", "(1 p. 12,2)"),
    ],
)
def test_two_sources_with_a_page(style: str, language: str, expected: str) -> None:
    assert cite(style, language, Cite(BERG, locator="12", label="page"), Cite(SVENSSON)) == expected


def test_years_stand_after_one_name() -> None:
    assert cite("apa", "sv", Cite(BERG_TOO), Cite(BERG)) == "(Berg, 2020a, 2020b)"


def test_numbers_in_a_row_are_a_range() -> None:
    keys = ("k003", "k004", "k005", "k006")
    assert cite("vancouver", "sv", *map(Cite, keys)) == "(1–4)"
    assert cite("vancouver", "sv", *map(Cite, keys[:2])) == "(1,2)"


def test_the_author_may_stand_in_the_sentence() -> None:
    assert cite("apa", "sv", Cite(BERG, without_author=True)) == "(2020)"
    assert cite("ieee", "sv", Cite(BERG, without_author=True)) == "[1]"


def test_words_around_a_source_are_kept() -> None:
    around = Cite(POL, prefix="jfr", locator="880-882", label="page", suffix=", min kursiv")
    assert cite("apa", "sv", around) == "(jfr Pol & Ville, 2009, s. 880–882, min kursiv)"


def test_authors_of_one_family_name_get_given_names_when_it_helps() -> None:
    items = {"x": book("x", "Ek", "Stig"), "y": book("y", "Ek", "Eva")}
    cites = (Cite("x"), Cite("y"))
    for style, expected in (
        ("apa", "(E. Ek, 2020; S. Ek, 2020)"),
        ("harvard", "(S. Ek, 2020; E. Ek, 2020)"),
    ):
        text = format_citations([cites], items, style, "sv").texts[cites]
        assert "".join(run.text for part in text for run in part.runs) == expected


def test_more_names_tell_two_groups_apart() -> None:
    text = cite("apa", "en", Cite("k087"), Cite("k088"))
    assert text == "(Adams, Baker, Clark, et al., 2017; Adams, Baker, Evans, et al., 2017)"


def test_two_keys_of_one_source_are_one_entry() -> None:
    items = {"old": ITEMS[BERG], BERG: ITEMS[BERG]}
    citations = format_citations([(Cite("old"),), (Cite(BERG),)], items, "ieee", "sv")
    assert [entry.key for entry in citations.entries] == [BERG]
    assert {part.key for text in citations.texts.values() for part in text} == {BERG}


def test_only_a_writer_sees_citations_of_unknown_sources() -> None:
    cites = (Cite("nobody"),)
    assert format_citations([cites], {}, "apa", "sv").texts == {}
    shown = format_citations([cites], {}, "apa", "sv", marks_unknown=True).texts[cites]
    assert [part.is_unknown for part in shown] == [False, True, False]
