"""Blocks that are known from before are cleaned as the whole would be."""

import pytest
from bleach.sanitizer import Cleaner
from hypothesis import example, given
from hypothesis import strategies as st

from tests.markup.corpus import ACCEPTED, HONEST
from wiki.markup.clean import clean
from wiki.markup.known_blocks import KnownBlocks
from wiki.markup.render import render

NOTHING: frozenset[tuple[str, str, str]] = frozenset()

_LINES = (
    "\n\n\n## Rubrik\n# Rubrik\n### *a* [^1]\nord och **ord**\n[x](www.example.org) [y](<a b>)"
    "\n![](https://x.se/a.png)\n![a](/media/1/a-20x30.png 'text')\n![a](media:b)\n[[Råd]]"
    "\n[[#Rubrik]]\n- a\n- [x] b\n  - c\n1. a\n> a\n> [!NOTE]\n```\n    kod"
    "\n|a|b|\n|-|-|\n|<p>|[z](/z)|\n[^1]: Not\n[^2]: a\n[^1] [^2]"
    "\n[z]: https://x.se\n[z]\n*[ord]: Mening\nTerm\n: a\n---\n***"
    "\n<a href='\n<!--\n*a **b*\nhttps://x.se/\na@b.se\n[a](javascript:b)\n&amp; & <b>\nשלום\n[@a]"
).split("\n")
# Where a line is put or taken, and which.
_EDIT = st.tuples(st.integers(0, 20), st.sampled_from(_LINES), st.booleans())

_HTML = (
    "<a href=/x> </a> <a <p> </p> <table> <tr> <td> </td> </table> <!-- --> <h2> </h2> <em> </em>"
    " <em><em><em><em> <strong> <li> <ul> </ul> <br> <hr> <br\ttitle='> ' \" <div> </div>"
    " & &lt &lt; </br> <pre> </pre> <code> </code> <script> <img> <section> </section>"
    " <![CDATA[ ]]> <?x> x >\n </p>\n </div>\n <hr>\n <p>\n</p>\n"
).split(" ")
_BROKEN = st.lists(st.sampled_from([*_HTML, " ", "\n"]), max_size=14).map("".join)


@given(st.lists(_EDIT, max_size=12))
@example([(0, "[x](www.example.org) [y](<a b>)", True), (1, "ord och **ord**", True)])
def test_a_text_that_is_edited_is_rendered_as_if_it_were_new(
    edits: list[tuple[int, str, bool]],
) -> None:
    known = KnownBlocks()
    lines: list[str] = []
    for place, line, is_put in edits:
        if is_put:
            lines[place:place] = [line, ""]
        else:
            del lines[place : place + 1]
        text = "\n".join(lines)
        assert render(text, "sv", NOTHING, cleaning=known.clean) == render(text, "sv", NOTHING)


@given(st.lists(_BROKEN, max_size=4))
@example(["<br\ttitle='>\n", "<hr>\n"])
@example(["<p>\n", "<hr>\n"])
@example(["<hr><em><p></p>\n", "<p>x</p>\n"])
def test_html_that_is_broken_is_cleaned_as_a_whole(parts: list[str]) -> None:
    known = KnownBlocks()
    for html in (*parts, "".join(parts), "".join(reversed(parts))):
        assert known.clean(html) == clean(html)


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("name", [*HONEST, *ACCEPTED])
def test_long_and_odd_texts_are_rendered_the_same(name: str) -> None:
    text = {**HONEST, **ACCEPTED}[name]
    known = KnownBlocks()
    for _ in range(2):
        assert render(text, "sv", NOTHING, cleaning=known.clean) == render(text, "sv", NOTHING)


def test_only_what_changed_is_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned = _watch(monkeypatch)
    known = KnownBlocks()
    known.clean("<p>a</p>\n<p>b</p>\n<p>c</p>")
    known.clean("<p>a</p>\n<p>b</p>\n<p>c</p>")
    known.clean("<p>a</p>\n<p>x</p>\n<p>c</p>")
    assert cleaned == ["<p>a</p>\n<p>b</p>\n<p>c</p>\n", "<p>x</p>\n"]


def test_what_cleaning_changes_is_known_too(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned = _watch(monkeypatch)
    known = KnownBlocks()
    html = '<p><a href="www.example.org">a</a></p>\n<p class="x">b</p>'
    first = known.clean(html)
    assert first == clean(html) != html
    cleaned.clear()
    assert known.clean(html) == first
    assert cleaned == []


def test_a_text_longer_than_what_is_kept_is_cleaned_as_a_whole() -> None:
    html = "\n".join(f'<p class="x">{number}</p>' for number in range(20))
    for most in (10, 100, 1_000):
        known = KnownBlocks(most)
        assert known.clean(html) == known.clean(html) == clean(html)


@pytest.mark.long
def test_many_blocks_that_are_not_clean_are_cleaned_as_a_whole() -> None:
    html = "\n".join(f'<p class="x">{number}</p>' for number in range(300))
    known = KnownBlocks()
    assert known.clean(html) == known.clean(html) == clean(html)


def _watch(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list of all that will be cleaned."""
    cleaned: list[str] = []
    clean_really = Cleaner.clean

    def clean_and_note(cleaner: Cleaner, html: str) -> str:
        cleaned.append(html)
        return str(clean_really(cleaner, html))

    monkeypatch.setattr(Cleaner, "clean", clean_and_note)
    return cleaned
