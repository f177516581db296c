"""`[@key]` in a text, and the list of sources at its end."""

from typing import Any

import pytest

from wiki.errors import TooComplex
from wiki.markup.inline.citations import Cite
from wiki.markup.parse import find_citations
from wiki.markup.render import Rendered, render
from wiki.references.styles.format import format_citations
from wiki.settings.known import CITATION_STYLES

ITEMS: dict[str, dict[str, Any]] = {
    "berg2020": {
        "id": "berg2020",
        "type": "book",
        "title": "Om <i>nytta</i>",
        "author": [{"family": "Berg", "given": "Anna"}],
        "issued": {"date-parts": [[2020]]},
        "URL": "https://example.org/nytta",
    },
    "ek1999": {"id": "ek1999", "type": "book", "title": "Ek & <script>", "publisher": "Ek"},
}


def show(source: str, style: str = "apa", language: str = "sv", *, marks: bool = False) -> Rendered:
    clusters = find_citations(source, language)
    citations = format_citations(clusters, ITEMS, style, language, marks_unknown=marks)
    return render(source, language, frozenset(), citations=citations)


def test_a_citation_and_its_source_lead_to_each_other() -> None:
    html = show("Så är det [@berg2020].").html
    assert html == (
        '<p>Så är det <span class="cites" id="cite-1">(<a href="#ref-1" role="doc-biblioref">'
        'Berg, 2020</a>)</span>.</p>\n<section class="sources" role="doc-bibliography">\n'
        '<h2 id="s-kallor">Källor <a class="permalink" href="#s-kallor" '
        'aria-label="Länk till avsnittet Källor">#</a></h2>\n<ul class="sources-apa">\n'
        '<li id="ref-1">Berg, A. (2020). <em>Om </em>nytta. '
        '<a href="https://example.org/nytta" class="external bare" rel="nofollow ugc noopener">'
        'https://example.org/nytta</a> <a class="footnote-backref" href="#cite-1" '
        'role="doc-backlink" aria-label="Tillbaka till hänvisning 1 i texten">↩\ufe0e</a></li>\n'
        "</ul>\n</section>"
    )


@pytest.mark.parametrize(
    ("written", "cites"),
    [
        ("[@a]", [Cite("a")]),
        ("[@a, s. 12; @b]", [Cite("a", locator="12", label="page"), Cite("b")]),
        ("[-@a]", [Cite("a", without_author=True)]),
        ("[@a p. 3-5]", [Cite("a", locator="3-5", label="page")]),
        ("[@a, 12]", [Cite("a", locator="12", label="page")]),
        ("[@a, kap. 3, min\nkursiv]", [Cite("a", "", "3", "chapter", ", min kursiv")]),
        ("[@a, s. 12 ff.]", [Cite("a", locator="12 ff.", label="page")]),
        ("[jfr @a; se även @b]", [Cite("a", "jfr"), Cite("b", "se även")]),
        ("[@a, passim; till exempel]", [Cite("a", suffix=", passim; till exempel")]),
        ("[@ek1999.b:c-d]", [Cite("ek1999.b:c-d")]),
        ("[se, @a; @b]", [Cite("a", "se,"), Cite("b")]),
        # A comma or "and" right before a key divides too; before other words it does not.
        *(
            (f"[@a{between}@b]", [Cite("a"), Cite("b")])
            for between in (", ", ",", " och ", " samt\n", " and ", " & ", "&", ", och ", ", & ")
        ),
        (
            "[se @a, s. 3 & 4 & -@b och @c; @d]",
            [
                Cite("a", "se", "3 & 4", "page"),
                Cite("b", without_author=True),
                Cite("c"),
                Cite("d"),
            ],
        ),
        ("[@a, till a@b.se]", [Cite("a", suffix=", till a@b.se")]),
        ("[@band and @b]", [Cite("band"), Cite("b")]),
        ("[tro och @a]", [Cite("a", "tro och")]),
        *((text, []) for text in ("@a", "[a@b.se]", "[@a@b.se]", "[@]", "[@a](http://x.se)")),
        *((text, []) for text in ("`[@a]`", "    [@a]", "\\[@a]", "[^@a]", "<@a>", "[[@a]]")),
        ("[@a]\n\n[@a]: http://x.se", []),
        ("[text][@a]\n\n[@a]: http://x.se", []),
    ],
)
def test_what_is_a_citation(written: str, cites: list[Cite]) -> None:
    assert [cite for cluster in find_citations(written, "sv") for cite in cluster] == cites


@pytest.mark.parametrize(
    ("written", "locator", "label", "suffix"),
    [
        ("12", "12", "page", ""),
        ("12.", "12", "page", "."),
        ("12-15, 20", "12-15, 20", "page", ""),
        ("12 & 14", "12 & 14", "page", ""),
        ("12 och 14", "12", "page", " och 14"),
        ("12 ff.", "12 ff.", "page", ""),
        ("12, min kursiv", "12", "page", ", min kursiv"),
        ("12 (min kursiv)", "12", "page", " (min kursiv)"),
        ("12 – se not 3", "12", "page", " – se not 3"),
        ("s. 12 f.", "12 f.", "page", ""),
        ("s. 12 min kursiv", "12", "page", " min kursiv"),
        ("s. xiv", "xiv", "page", ""),
        ("p. 4", "4", "page", ""),
        ("ch. 2", "2", "chapter", ""),
        ("kap. 3", "3", "chapter", ""),
        ("§ 5", "5", "section", ""),
        # What a number counts may stand after it, as in laws.
        *(
            (text, "", "", f", {text}")
            for text in (
                *("5 §", "3 kap. 5 §", "5–7 §§", "12 och 14 §§", "5, 7 och 9 §§", "3, 5 kap."),
                *("2:a uppl.", "2nd ed.", "12 % av alla", "xiv", "mars 2020"),
            )
        ),
    ],
)
def test_a_number_is_a_page_unless_other_words_follow(
    written: str, locator: str, label: str, suffix: str
) -> None:
    cite = Cite("a", locator=locator, label=label, suffix=suffix)
    assert find_citations(f"[@a, {written}]", "sv") == ((cite,),)


def test_a_section_of_a_law_is_shown_as_it_was_typed() -> None:
    assert "(Berg, 2020, 3 kap. 5 §)" in show("[@berg2020, 3 kap. 5 §]").text


def test_sources_that_a_comma_divides_are_both_listed() -> None:
    assert show("[@berg2020, @ek1999]").text.startswith("(Berg, 2020; Ek & <script>, u.å.)\nBerg")


@pytest.mark.parametrize(
    "source",
    [
        "[@nobody] och [@nobody, *s.* 12; @x] samt a@berg2020 och @berg2020 samt [b @berg2020.se",
        "> [@Anna] hälsar\n\n- [@Bo](http://x.se)\n\n[@c]: http://x.se",
    ],
)
def test_a_text_that_cites_nothing_known_stays_as_it_was(source: str) -> None:
    assert show(source).html == render(source, "sv", frozenset()).html


def test_the_writer_is_told_which_key_is_unknown() -> None:
    source = "Så [@berg2020; @nobody]."
    assert '<span class="unknown-source">@nobody (finns inte bland källorna)</span>' in (
        show(source, marks=True).html
    )
    assert "</a>; @nobody)</span>" in show(source).html


def test_the_list_stands_below_a_last_heading_without_a_text() -> None:
    html = show("[@berg2020] a[^1]\n\n[^1]: not\n\n## Litteratur").html
    assert html.index("Litteratur") < html.index('class="sources"') < html.index("footnotes")
    assert "Källor" not in html


def test_numbers_are_those_of_a_list() -> None:
    html = show("[@ek1999] [@berg2020] [@ek1999]", "ieee", "en").html
    assert '<span class="cites numbered" id="cite-2">' in html
    assert html.index('<ol class="sources-ieee">') < html.index("Ek &amp; &lt;script&gt;")
    assert [html.count(f'href="#cite-{number}"') for number in (1, 2, 3)] == [1, 1, 1]


def test_the_plain_text_has_no_numbers_but_the_sources() -> None:
    assert show("Så är det [@berg2020].").text == (
        "Så är det (Berg, 2020).\nBerg, A. (2020). Om nytta. https://example.org/nytta"
    )
    numbered = show("Så är det [@berg2020].", "vancouver").text
    assert numbered.startswith("Så är det.\nBerg A. Om nytta")


def test_a_citation_in_a_link_is_text() -> None:
    html = show("[se [@berg2020] här](http://x.se)").html
    assert ">se (Berg, 2020) här</a>" in html
    assert html.count("<a ") == 3  # the link, its source's own address, the heading's


def test_what_a_text_cites_is_told() -> None:
    assert show("[@berg2020] [@nobody; @berg2020]").cited == ("berg2020", "nobody")


def test_a_text_beyond_the_limits_is_refused() -> None:
    with pytest.raises(TooComplex):
        find_citations("[@a] " * 20_001, "sv")


def test_a_hostile_source_is_text() -> None:
    bad = "<img src=x onerror=alert(1)>"
    item = {"id": "x", "type": "webpage", "title": bad, "author": [{"literal": bad}]}
    item |= {"URL": "javascript:alert(1)", "DOI": '10.1/"><script>', "container-title": bad}
    for style in CITATION_STYLES:
        citations = format_citations(find_citations("[@x]", "sv"), {"x": item}, style, "sv")
        html = render("[@x]", "sv", frozenset(), citations=citations).html
        assert "<img" not in html
        assert "<script" not in html
        assert 'href="javascript' not in html
        assert "&lt;img src=x onerror=alert(1)&gt;" in html
