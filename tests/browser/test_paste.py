"""Test what the editor makes of formatted text: Markdown that is read as what it looked like.

All cases run on one page, against the module itself.
"""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clipboards import (
    GOOGLE,
    GOOGLE_MADE,
    PEDIA,
    PEDIA_MADE,
    WORD,
    WORD_MADE,
    WORD_ON_THE_WEB,
    WRITER,
    WRITER_MADE,
)
from tests.browser.conftest import Visit
from wiki.accounts.models import Role
from wiki.markup.render import render

# What is on the clipboard, and what is written.
CASES = [
    (WORD, WORD_MADE),
    (GOOGLE, GOOGLE_MADE),
    (WRITER, WRITER_MADE),
    (PEDIA, PEDIA_MADE),
    (WORD_ON_THE_WEB, "## Rubrik\n\n- Ett\n  - Under\n- Två"),
    ("<h3>a</h3><p>b</p><h4>c</h4>", "## a\n\nb\n\n### c"),
    ("ett <b>två </b>tre", "ett **två** tre"),
    ("<b>ett.</b>två", "**ett**.två"),
    ("<b>a</b><i>b</i>", "**a***b*"),
    ("<b><i>a</i> b</b>", "***a* b**"),
    ("<p>a<br>b<br><br>c</p>", "a\\\nb\n\nc"),
    ("<b>a<br>b</b>", "**a**\\\n**b**"),
    ("<a href='https://x.se/a'>https://x.se/a</a>.", "https://x.se/a."),
    ("<a href='https://x.se/a b(c'>text]</a>", "[text\\]](https://x.se/a%20b%28c)"),
    ("<a href='mailto:a@b.se'>a@b.se</a>", "a@b.se"),
    ("hej!<a href='https://x.se'>x</a>", "hej\\![x](https://x.se)"),
    ("<a href='javascript:alert(1)'>x</a> <a href='file:///c'>y</a> <a href='#z'>z</a>", "x y z"),
    ("<code>a`b</code> <kbd>x</kbd>", "``a`b`` `x`"),
    ("<blockquote><p>a</p><ul><li>b</li></ul></blockquote>", "> a\n> - b"),
    ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
    ("<ul><li><input type=checkbox checked> a</li></ul>", "- [x] a"),
    ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"),
    (
        "<table><tr><th colspan=2>a</th></tr><tr><td rowspan=2>1</td><td>2</td></tr>"
        "<tr><td>3</td></tr></table>",
        "| a |  |\n| --- | --- |\n| 1 | 2 |\n|  | 3 |",
    ),
    ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"),
    ("m<sup>2</sup> 1<sup>st</sup> H<sub>2</sub>O", "m² 1st H₂O"),
    ("<div>a</div><div>b</div>", "a\n\nb"),
    ("<p>x</p><hr><p>y</p>", "x\n\n---\n\ny"),
    ("<pre><code class='language-py'>a = '```'</code></pre>", "````py\na = '```'\n````"),
    ("<p> \xa0 </p><script>x</script><p hidden>y</p>", ""),
]

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
    "_",
    "*",
    "-",
    "1.",
]

RUN = """async ([file, cases]) => {
    const { toMarkdown } = await import(file);
    return cases.map((html) => {
        let number = 0;
        const made = toMarkdown(html, () => String(++number));
        return [made.words, made.notes.join("\\n"), made.left];
    });
}"""


@pytest.fixture
def page_with_editor(visit: Visit) -> Page:
    page = visit(Role.AUTHOR)
    page.goto("/sv/articles/new?kind=concept")
    return page


def run(page: Page, cases: list[str]) -> Any:
    file = page.locator("[data-editor-paste]").get_attribute("data-editor-paste")
    return page.evaluate(RUN, [file, cases])


def test_formatted_text_becomes_markdown(page_with_editor: Page) -> None:
    made = run(page_with_editor, [html for html, _words in CASES])
    texts = [f"{words}\n---\n{notes}" if notes else words for words, notes, _left in made]
    wrong = [
        (after, found) for (_, after), found in zip(CASES, texts, strict=True) if found != after
    ]
    assert wrong == []
    assert made[0][2] == {"pictures": 1, "notes": 0}
    assert made[3][2] == {"pictures": 1, "notes": 1}


def test_words_mean_themselves(page_with_editor: Page) -> None:
    page_with_editor.evaluate("() => { window.written = document.createElement('p'); }")
    marked = page_with_editor.evaluate(
        "(texts) => texts.map((text) => { written.textContent = text; return written.outerHTML; })",
        LITERAL,
    )
    made = run(page_with_editor, marked)
    shown = [render(words, "sv", frozenset()) for words, _notes, _left in made]
    wrong = [
        (text, found.html)
        for text, found in zip(LITERAL, shown, strict=True)
        if found.text != text or set(re.findall(r"<(\w+)", found.html)) - {"p", "a"}
    ]
    assert wrong == []


PASTE = """(parts) => {
    const data = new DataTransfer();
    for (const [type, value] of Object.entries(parts)) data.setData(type, value);
    const options = { clipboardData: data, bubbles: true, cancelable: true };
    return document.querySelector("#body").dispatchEvent(new ClipboardEvent("paste", options));
}"""


def paste(page: Page, html: str, plain: str = "ren text", **more: str) -> bool:
    """Paste; return whether the browser is left to paste plain text."""
    left: bool = page.evaluate(PASTE, {"text/html": html, "text/plain": plain, **more})
    return left


def test_pasting_into_a_text(page_with_editor: Page) -> None:
    """Go through what an author does, on one page."""
    page = page_with_editor
    text = page.locator("#body")
    text.fill("Före\nefter\n\n[^1]: Egen.")
    text.evaluate("text => text.setSelectionRange(4, 4)")
    assert not paste(page, PEDIA)
    expect(text).to_have_value(
        "Före\n\n"
        + PEDIA_MADE.split("\n---\n")[0].replace("[^1]", "[^2]")
        + "\n\nefter\n\n[^1]: Egen.\n\n[^2]: Andersson, *Tvätt*.\n"
    )
    told = page.locator("[data-editor-paste]")
    expect(told).to_have_text(
        "Bilder som inte följde med: 1. "
        "Noter som är utelämnade, eftersom deras text inte var kopierad: 1."
    )
    assert (
        text.evaluate("text => text.value.slice(text.selectionStart).trim().split('\\n')[0]")
        == "efter"
    )
    text.press("Control+z")
    expect(text).to_have_value("Före\nefter\n\n[^1]: Egen.")
    # A long text is there at once, and is gone at once.
    text.fill("")
    began = time.monotonic()
    paste(page, "<p>a &amp; b &lt;c&gt;</p>" * 1_000)
    expect(text).to_have_value("\n\n".join(["a & b \\<c>"] * 1_000))
    assert time.monotonic() - began < 5
    text.press("Control+z")
    expect(text).to_have_value("")
    # A part of a paragraph stays in the line; a block in a quotation stays in the quotation.
    text.fill("> Sagt: ")
    paste(page, "<b>ja</b>")
    expect(text).to_have_value("> Sagt: **ja**")
    expect(told).to_have_text("")
    paste(page, "<ul><li>a</li><li>b</li></ul>")
    expect(text).to_have_value("> Sagt: **ja**\n>\n> - a\n> - b")
    # In a row of a table everything stays in its cell.
    text.fill("| a | b |\n|---|---|\n| ")
    paste(page, "<p>x</p><p>y</p>", "x|\n\ny")
    expect(text).to_have_value("| a | b |\n|---|---|\n| x\\| y")
    # Plain stays plain: into code, from a program for code, an address, with Shift.
    for before in ("```\n", "a\n\n    ", "`a "):
        text.fill(f"{before}`" if before == "`a " else before)
        text.evaluate("(text, at) => text.setSelectionRange(at, at)", len(before))
        assert paste(page, "<b>x</b>"), before
    text.fill("")
    assert paste(page, "<b>x</b>", **{"vscode-editor-data": "{}"})
    assert paste(page, "<a href='https://x.se'>x</a>", "https://x.se")
    assert paste(page, "<img src='x.png'>", "")
    text.dispatch_event("keydown", {"key": "V", "ctrlKey": True, "shiftKey": True})
    assert paste(page, "<b>x</b>")
    assert not paste(page, "<b>x</b>")
    expect(text).to_have_value("**x**")
