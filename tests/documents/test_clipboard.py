"""Test what becomes of formatted text: Markdown that is read as what it looked like."""

import html
import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.documents.clipboards import CASES, PEDIA, WORD
from wiki.documents.clipboard.pasting import MOST_CHARACTERS, read_paste
from wiki.documents.clipboard.reader import Copied, read_clipboard
from wiki.errors import InvalidInput
from wiki.markup.render import render

# Words as they stand on a page, which must look the same when they are read as Markdown.
LITERAL = [
    "# ingen rubrik",
    "- inget",
    "+ inget",
    "1. Nej",
    "12) Nej",
    "> nej",
    ": nej",
    "*nej*",
    "**nej** och _nej_ och __nej__",
    "snake_case_ord",
    "2 * 3 * 4",
    "a*b*c",
    "~~nej~~ ~nej~",
    "[^1] [[Nej]] [nej](https://x.se)",
    "[nej]: https://x.se",
    "*[EU]: nej",
    "`kod` och ``",
    "```",
    "~~~",
    "| a | b |",
    "|---|---|",
    "---",
    "===",
    "***",
    "* * *",
    "&amp; &#42; A&B",
    "<b>nej</b> <!-- nej --> a < b",
    "C:\\mapp\\*.txt \\",
    "![nej](/media/x)",
    "[!NOTE]",
    "https://x.se/a_b_c*d och 10.1234/a_b_ och a_b_@c.se",
    "100 % _",
    "a_ _b",
    "%% inget",
    "%%",
    "%%inget",
    "Fem ~ ~ tecken",
    "a **b",
    "<1@b.se>",
    "&copy; &lt;",
    "https://x.se/a* https://x.se/[[a]] www.x.se_",
    "a@b.se*",
    "_",
    "*",
    "-",
    "1.",
]

ORIGIN = "https://wiki.example.org"


def read(copied: str, *taken: str) -> Copied:
    return read_clipboard(copied.encode(), taken, ORIGIN)


def text_of(copied: Copied) -> str:
    return "\n---\n".join([copied.words, *(["\n".join(copied.notes)] if copied.notes else [])])


def test_formatted_text_becomes_markdown() -> None:
    wrong = [(made, found) for copied, made in CASES if (found := text_of(read(copied))) != made]
    assert wrong == []


def test_what_was_left_out_is_counted() -> None:
    assert read(WORD).left == {"pictures": 1, "notes": 0}
    assert read(PEDIA).left == {"pictures": 1, "notes": 1}


def test_what_a_text_is() -> None:
    for copied, is_inline, is_code in [
        ("<b>a</b>", True, False),
        ("<p>a</p><p>b</p>", False, False),
        ("<ul><li>a</li></ul>", False, False),
        ("<pre>a</pre>", False, True),
        ("", False, False),
    ]:
        found = read(copied)
        assert (found.is_inline, found.is_code) == (is_inline, is_code), copied


def test_notes_get_labels_that_the_text_does_not_have() -> None:
    found = read(PEDIA, "1", "2")
    assert "1908.[^3]" in found.words
    assert found.notes[0].startswith("[^3]: ")


def test_words_mean_themselves() -> None:
    wrong = []
    for text in LITERAL:
        shown = render(read(f"<p>{html.escape(text)}</p>").words, "sv", frozenset())
        if shown.text != text or set(re.findall(r"<(\w+)", shown.html)) - {"p", "a"}:
            wrong.append((text, shown.html))
    assert wrong == []


# Signs that mean something in Markdown, among words, and elements around them.
_SIGN = st.one_of(
    st.sampled_from(
        "* ** _ __ ~ ~~ ` ``` [ ] [[ ]] ( ) < > & ; ! # ## ### - + = == --- | : :-- % %% \\ @ . "
        ", / ' \" $ ^ {} 1. 2) [^1] [^1]: [@ab] *[EU]: [!NOTE] [x] +++ &copy; &#42; &lt; </b> <b> "
        "\u2060 ~~~ https://x.se/a www.x.se 10.1234/ab a_b@c.se doi: mailto: media:a ![".split(" ")
    ),
    st.sampled_from([" ", " ", "a", "ord", "5", "\xa0", "\u2028", "é", "§"]),
)
_LINE = st.lists(_SIGN, max_size=12).map("".join)


def words_of(text: str) -> str:
    return " ".join(re.sub("[\u200b\ufeff\u2060]", "", text).split())


def shown_words(markdown: str) -> str:
    return words_of(render(markdown, "sv", frozenset()).text)


@given(st.lists(_LINE, min_size=1, max_size=3))
def test_lines_of_signs_mean_themselves(lines: list[str]) -> None:
    copied = "<br>".join(html.escape(line) for line in lines)
    for form in ("<p>{}</p>", "<ul><li>{}</ul>", "<blockquote>{}</blockquote>"):
        assert shown_words(read(form.format(copied)).words) == words_of(" ".join(lines))


@given(_LINE, _LINE, _LINE)
def test_signs_mean_themselves_in_cells_and_between_marks(one: str, two: str, three: str) -> None:
    # Right behind a letter of another style stands no address.
    assume(not re.search(r"\w\0\W*(?:https?:|www\.|10\.|doi)", f"{one}\0{two}\0{three}"))
    parts = [html.escape(part) for part in (one, two, three)]
    for form in (
        "<h2>{}{}{}</h2>",
        "<p>{}<b>{}</b>{}</p>",
        "<p>{}<i>{}</i><s>{}</s></p>",
        "<p>{}<a href='https://y.se/'>{}</a>{}</p>",
    ):
        assert shown_words(read(form.format(*parts)).words) == words_of(one + two + three), form
    table = "<table><tr><td>a<td>b<td>c<tr><td>{}<td>{}<td>{}</table>".format(*parts)
    shown = render(read(table).words, "sv", frozenset()).html
    cells = [html.unescape(re.sub("<.*?>", "", cell)) for cell in re.findall("<td.*?</td>", shown)]
    assert [words_of(cell) for cell in cells] == [words_of(part) for part in (one, two, three)]


_TAG = st.sampled_from(
    "p b i a li ul ol table tr td th div span pre code h1 br hr img blockquote sup dl dt dd".split()
)
_PIECE = st.one_of(
    st.text(max_size=8),
    st.builds("<{}>".format, _TAG),
    st.builds("</{}>".format, _TAG),
    st.builds("<{} style='{}' href='#a' id=a name=a start='{}'>".format, _TAG, _TAG, st.text()),
    st.sampled_from(
        ["&#0;", "&amp", "<!--", "-->", "<![if !x]>", "<a '", "<p style='mso-list:l0 level2'>"]
    ),
)


@given(st.lists(_PIECE, max_size=40).map("".join))
def test_whatever_is_copied_is_read(copied: str) -> None:
    copied = copied.encode("utf-8", "replace").decode()
    found = read(copied)
    assert "\0" not in found.words
    assert len(found.words) < 40 * (len(copied) + 100)


HOSTILE = {
    "deep lists": "<ul><li>a" * 10_000,
    "attributes": "<a " + "b=c " * 350_000 + ">x</a>",
    "broken entities": "&#x" * 300_000 + "&#99999999999999; &#0; &#xD800; &lt",
    "NUL": "\0a\0<b\0>x</b>",
    "comments": "<!--" * 300_000,
}
REFUSED = {
    "tags without an end": "<a " * 400_000,
    "too much": "x" * (MOST_CHARACTERS + 1),
    "longer than an article": "<p>*</p>" * 100_000,
    "wide cells": "<table>" + "<tr>" + "<td rowspan=60000 colspan=100>a" * 20_000,
}


def test_nothing_is_too_deep() -> None:
    assert read("<div>" * 10_000 + "<b>x</b>" + "</div>" * 10_000).words == "x"
    assert read("<b>" * 5_000 + "x").words == "**x**"
    assert read("<blockquote>" * 50 + "x").words == "> " * 50 + "x"


@pytest.mark.slow
def test_what_is_hostile_takes_little_time() -> None:
    for name, copied in {**HOSTILE, **REFUSED}.items():
        began, is_refused = time.monotonic(), False
        try:
            read_paste(copied, "", ORIGIN, None)
        except InvalidInput:
            is_refused = True
        assert is_refused or name in HOSTILE, name
        assert time.monotonic() - began < 10, name
