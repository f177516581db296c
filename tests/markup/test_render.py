"""Render each kind of mark-up by example, and any text without harm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.markup.tree import assert_harmless, parse
from wiki.errors import TooComplex
from wiki.markup.headings import read_headings
from wiki.markup.limits import check_limits
from wiki.markup.render import RENDERER_VERSION, render

NOTHING: frozenset[tuple[str, str, str]] = frozenset()


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("", ""),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("a\nb", "<p>a\nb</p>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("a\r\n\r\nb", "<p>a</p>\n<p>b</p>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("a\n:   b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
        ("*[EU]: Unionen\n\nEU", '<p><abbr title="Unionen">EU</abbr></p>'),
        ("```python\n<a>\n```", '<pre><code class="language-python">&lt;a&gt;\n</code></pre>'),
        ("    a", "<pre><code>a\n</code></pre>"),
        ("[TOC]", "<p>[TOC]</p>"),
        ("_>__>_&0;", "<p><em>&gt;__&gt;</em>&amp;0;</p>"),
        ("klzzwxh:0000 `a`", "<p>klzzwxh:0000 <code>a</code></p>"),
        ("&#2;&#0;&#xD800;", "<p>\ufffd\ufffd\ufffd</p>"),
        ("~~a~~ b~c~ ~10 kr", "<p><del>a</del> b<del>c</del> ~10 kr</p>"),
        ("a {: #b .c }", "<p>a {: #b .c }</p>"),
        ("<me@example.org>", '<p><a href="mailto:me@example.org">me@example.org</a></p>'),
        ("[](/sv/?a&b)", '<p><a href="/sv/?a&amp;b">/sv/?a&amp;b</a></p>'),
        ("&copy; & \x00\x02a\x03\ud800", "<p>© &amp; a</p>"),
        ("![Alt](/media/1/a.png)", '<p><img alt="Alt" src="/media/1/a.png" loading="lazy"></p>'),
    ],
)
def test_markup_by_example(source: str, html: str) -> None:
    assert render(source, "sv", NOTHING).html == html


def test_a_table_scrolls_in_a_named_box() -> None:
    html = render("| a |  |\n|--:|---|\n| 1 | 2 |", "sv", NOTHING).html
    assert html.startswith(
        '<div class="table-box" tabindex="0" role="region" aria-label="Tabell 1"><table>\n<thead>'
    )
    assert '<th scope="col" class="align-right">a</th>\n<td></td>' in html
    assert '<td class="align-right">1</td>\n<td>2</td>' in html
    assert html.endswith("</table></div>")


def test_footnotes_are_numbered_in_reading_order() -> None:
    source = "x[^late] y[^early] z[^late]\n\n[^early]: E\n[^late]: L\n[^unused]: U"
    root = parse(render(source, "sv", NOTHING).html)
    references = root.findall(".//sup")
    assert [reference.get("id") for reference in references] == ["fnref-1", "fnref-2", "fnref-1-2"]
    assert [reference[0].get("href") for reference in references] == ["#fn-1", "#fn-2", "#fn-1"]
    assert [reference[0].get("aria-label") for reference in references] == [
        "Not 1",
        "Not 2",
        "Not 1",
    ]
    section = root.find("section[@class='footnotes']")
    assert section is not None
    assert section.findtext("h2", "").strip() == "Noter"
    notes = section.findall("ol/li")
    assert [note.get("id") for note in notes] == ["fn-1", "fn-2", "fn-3"]
    assert ["".join(note.itertext()).strip()[0] for note in notes] == ["L", "E", "U"]
    back = [[link.get("href") for link in note.iter("a")] for note in notes]
    assert back == [["#fnref-1", "#fnref-1-2"], ["#fnref-2"], []]
    labels = [link.get("aria-label") for link in notes[0].iter("a")]
    assert labels == ["Tillbaka till not 1 i texten (1)", "Tillbaka till not 1 i texten (2)"]


def test_footnotes_have_labels_in_the_language_of_the_article() -> None:
    html = render("x[^1]\n\n[^1]: y", "en", NOTHING).html
    assert 'id="s-notes">Notes' in html
    assert 'aria-label="Note 1"' in html
    assert 'aria-label="Back to note 1 in the text"' in html


def test_a_footnote_may_hold_blocks_and_other_notes() -> None:
    source = "x[^a]\n\n[^a]: y[^b]\n\n    - item\n\n[^b]: z"
    root = parse(render(source, "sv", NOTHING).html)
    assert [link.get("href") for link in root.findall(".//sup/a")] == ["#fn-1", "#fn-2"]
    assert root.find(".//section//li//ul/li") is not None


def test_a_reference_without_a_note_stays_text() -> None:
    assert render("x[^1]", "sv", NOTHING).html == "<p>x[^1]</p>"


def test_plain_text_is_only_what_the_author_wrote() -> None:
    source = (
        "## Mål\n\nEn *kort* text[^1] om [[A|b]] &amp; [c](/d).\n\n"
        "| e | f |\n|---|---|\n| g | h |\n\n[^1]: Källa."
    )
    rendered = render(source, "sv", NOTHING)
    assert rendered.text == "Mål\nEn kort text om b & c.\ne\nf\ng\nh\nKälla."


def test_plain_text_has_a_line_per_block_wherever_its_author_broke_lines() -> None:
    source = (
        "En mening som\ngår vidare.\n\n- Ett led\n  som går vidare\n- Ett till\n\n    kod\n    mer"
    )
    assert render(source, "sv", NOTHING).text == (
        "En mening som går vidare.\nEtt led som går vidare\nEtt till\nkod mer"
    )


def test_the_renderer_has_a_version() -> None:
    assert RENDERER_VERSION >= 1


_MARKUP = (
    "# ## > - 1. * ** _ ` ``` ~~~ [ ] ( ) ! [^1] [^1]: [a]: *[a]: [[ ]] [[a]] [[en:b|c]] | --- :"
    " < > <b> </b> <!-- --> & &amp; \\ \" ' http://x.se <http://x.se> a b å === [TOC] {: } $"
)
_TEXT = st.lists(
    st.one_of(
        st.sampled_from([*_MARKUP.split(), "\n", "\n\n", "    ", "\t", " ", "  \n"]),
        st.text(max_size=5),
    ),
    max_size=40,
).map("".join)


@settings(max_examples=3 * settings().max_examples)
@given(_TEXT)
def test_any_text_is_rendered_or_refused(source: str) -> None:
    try:
        check_limits(source)
        rendered = render(source, "sv", NOTHING)
    except TooComplex:
        return
    assert_harmless(rendered.html)
    assert not {"\x02", "\x03"} & set(rendered.html)
    assert len({heading.anchor for heading in rendered.headings}) == len(rendered.headings)
    assert read_headings(rendered.html) == rendered.headings


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_characters_are_rendered(source: str) -> None:
    assert_harmless(render(source, "en", NOTHING).html)
