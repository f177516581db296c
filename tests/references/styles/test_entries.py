"""The list of sources in four styles and two languages."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.markup.inline.citations import Citations, Cite
from wiki.references.styles.entries import list_items
from wiki.references.styles.format import format_citations
from wiki.references.styles.style import load_style
from wiki.settings.known import CITATION_STYLES

ITEMS = {
    item["id"]: item
    for item in json.loads((Path(__file__).parent.parent / "items.json").read_text("utf-8"))
}


def entries(style: str, language: str, *items: dict[str, Any]) -> list[str]:
    """Return the list of sources as plain text."""
    listed = list_items(load_style(style, language), items)
    return ["".join(run.text for run in source.runs) for source in listed]


def book(key: str, family: str, given: str = "Anna", **more: Any) -> dict[str, Any]:
    author = [{"family": family, "given": given}]
    issued = {"date-parts": [[2020]]}
    return {"id": key, "type": "book", "title": key, "author": author, "issued": issued, **more}


@pytest.mark.parametrize(
    ("style", "language", "expected"),
    [
        (
            "apa",
            "sv",
            "Mulgan, G. (2012). The process of social innovation. I A. Nicholls & A. Murdock "
            "(Red.), Social Innovation: Blurring Boundaries to Reconfigure Markets (s. 33–65). "
            "Palgrave Macmillan.",
        ),
        (
            "apa",
            "en",
            "Mulgan, G. (2012). The process of social innovation. In A. Nicholls & A. Murdock "
            "(Eds), Social Innovation: Blurring Boundaries to Reconfigure Markets (pp. 33–65). "
            "Palgrave Macmillan.",
        ),
        (
            "harvard",
            "sv",
            "Mulgan, G. (2012) ”The process of social innovation”, i A. Nicholls och A. Murdock "
            "(red.) Social Innovation: Blurring Boundaries to Reconfigure Markets. London: "
            "Palgrave Macmillan, s. 33–65.",
        ),
        (
            "ieee",
            "en",
            "G. Mulgan, ‘The process of social innovation’, in Social Innovation: Blurring "
            "Boundaries to Reconfigure Markets, A. Nicholls and A. Murdock, Eds, London: Palgrave "
            "Macmillan, 2012, pp. 33–65.",
        ),
        (
            "vancouver",
            "en",
            "Mulgan G. The process of social innovation. In: Nicholls A, Murdock A, editors. "
            "Social Innovation: Blurring Boundaries to Reconfigure Markets. London: Palgrave "
            "Macmillan; 2012. p. 33–65.",
        ),
    ],
)
def test_a_chapter(style: str, language: str, expected: str) -> None:
    assert entries(style, language, ITEMS["k041"]) == [expected]


def test_titles_are_in_italics_and_addresses_are_links() -> None:
    (source,) = list_items(load_style("apa", "sv"), [ITEMS["k013"]])
    assert [run.text for run in source.runs if run.italic] == ["Research Policy", "5"]
    link = "https://doi.org/10.1016/0048-7333(76)90028-7"
    assert [(run.text, run.href) for run in source.runs if run.href] == [(link, link)]


def test_swedish_letters_come_last_in_swedish_only() -> None:
    books = [book("a", "Östlund"), book("b", "Zander"), book("c", "Åberg"), book("d", "Ek")]
    families = {
        language: [entry.split(",")[0] for entry in entries("harvard", language, *books)]
        for language in ("sv", "en")
    }
    assert families["sv"] == ["Ek", "Zander", "Åberg", "Östlund"]
    assert families["en"] == ["Åberg", "Ek", "Östlund", "Zander"]


def test_the_same_author_and_year_get_letters_in_the_order_of_the_list() -> None:
    books = [book("Cesium", "Ek"), book("Argon", "Ek"), book("Bor", "Ek")]
    assert entries("apa", "sv", *books) == [
        "Ek, A. (2020a). Argon.",
        "Ek, A. (2020b). Bor.",
        "Ek, A. (2020c). Cesium.",
    ]


def test_what_is_missing_is_said() -> None:
    nothing = {"id": "x", "type": "book", "title": "Om nytta"}
    assert entries("apa", "sv", nothing) == ["Om nytta. (u.å.)."]
    assert entries("apa", "en", nothing) == ["Om nytta. (n.d.)."]
    assert entries("harvard", "sv", nothing) == ["Om nytta (utan årtal)."]


def test_days_are_written_as_in_swedish() -> None:
    assert "(2022, 14 mars)" in entries("apa", "sv", ITEMS["k072"])[0]
    assert "(2022, March 14)" in entries("apa", "en", ITEMS["k072"])[0]
    assert "Hämtad 9 oktober 2022, från" in entries("apa", "sv", ITEMS["k061"])[0]


def test_a_sign_at_the_end_of_a_title_is_not_doubled() -> None:
    assert entries("apa", "sv", book("Varför?", "Ek")) == ["Ek, A. (2020). Varför?"]


_TEXTS = st.text(max_size=12) | st.sampled_from(["", "12-4", "<i>x", "2nd", "–", "'", "0"])
_BROKEN = st.none() | st.integers() | _TEXTS | st.lists(_TEXTS, max_size=2)
_NAMES = st.lists(
    st.dictionaries(st.sampled_from(["family", "given", "literal", "suffix"]), _TEXTS, max_size=3),
    max_size=4,
)
_DATES = st.fixed_dictionaries(
    {"date-parts": st.lists(st.lists(st.integers(-1, 2030) | _TEXTS, max_size=4), max_size=3)}
)
_ITEMS = st.fixed_dictionaries(
    {"type": st.sampled_from(["book", "chapter", "article-journal", "webpage", "x"])},
    optional={
        "title": _BROKEN,
        "author": _NAMES | _BROKEN,
        "editor": _NAMES,
        "issued": _DATES | _BROKEN,
        "accessed": _DATES,
        "container-title": _TEXTS,
        "page": _BROKEN,
        "volume": _BROKEN,
        "edition": _BROKEN,
        "URL": _TEXTS,
        "DOI": _TEXTS,
    },
)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(st.lists(_ITEMS, max_size=4), st.sampled_from(CITATION_STYLES))
def test_no_source_is_too_broken_to_be_listed(items: list[dict[str, Any]], style: str) -> None:
    known = {f"k{number}": {**item, "id": f"k{number}"} for number, item in enumerate(items)}
    clusters = [(Cite(key, locator="3", label="page"),) for key in known]
    citations: Citations = format_citations(clusters, known, style, "sv")
    assert {entry.key for entry in citations.entries} == known.keys()
