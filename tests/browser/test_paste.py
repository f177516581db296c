"""Test what pasting does in the editor: what becomes Markdown, and what stays as it was copied.

The Markdown itself is tested in tests/documents/test_clipboard.py.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import Visit
from tests.documents.clipboards import PEDIA, PEDIA_MADE
from wiki.accounts.models import Role

CLIPBOARD = re.compile("/clipboard$")
PASTE = """(parts) => {
    const data = new DataTransfer();
    for (const [type, value] of Object.entries(parts)) data.setData(type, value);
    const options = { clipboardData: data, bubbles: true, cancelable: true };
    return document.querySelector("#body").dispatchEvent(new ClipboardEvent("paste", options));
}"""
PAGE = """<h1>Om tv&auml;tt</h1><p>En <b>fet</b> <a href="https://x.se/a">l&auml;nk</a>.</p>
<ol><li>Ett<ul><li>Under</li></ul></li></ol>
<table><tr><th>&Aring;r<th>Antal<tr><td>2020<td align=right>1</table><pre>a = 1</pre>"""
PAGE_MADE = """## Om tvätt

En **fet** [länk](https://x.se/a).

1. Ett
   - Under

| År | Antal |
| --- | ---: |
| 2020 | 1 |

```
a = 1
```"""


@pytest.fixture
def editor(visit: Visit) -> Page:
    page = visit(Role.AUTHOR)
    page.goto("/sv/articles/new?kind=concept")
    return page


def text_of(page: Page) -> Locator:
    return page.locator("#body")


def put_caret(page: Page, place: int) -> None:
    text_of(page).evaluate("(text, at) => text.setSelectionRange(at, at)", place)


def paste(page: Page, html: str, plain: str = "ren text", **more: str) -> bool:
    """Paste; return whether the browser is left to paste plain text."""
    left: bool = page.evaluate(PASTE, {"text/html": html, "text/plain": plain, **more})
    return left


def test_pasting_into_a_text(editor: Page) -> None:
    """Go through what an author does, on one page."""
    page, text, told = editor, text_of(editor), editor.locator("[data-editor-paste]")
    text.fill("Före\nefter\n\n[^1]: Egen.")
    put_caret(page, 4)
    assert not paste(page, PEDIA)
    expect(text).to_have_value(
        "Före\n\n"
        + PEDIA_MADE.split("\n---\n")[0].replace("[^1]", "[^2]")
        + "\n\nefter\n\n[^1]: Egen.\n\n[^2]: Andersson, *Tvätt*.\n"
    )
    expect(told).to_have_text(re.compile(r"^Bilder .*: 1\. Noter .*: 1\.$"))
    behind = "text => text.value.slice(text.selectionStart).trim().split('\\n')[0]"
    assert text.evaluate(behind) == "efter"
    text.press("Control+z")
    expect(text).to_have_value("Före\nefter\n\n[^1]: Egen.")
    # A long text is there at once, and is gone at once.
    text.fill("")
    paste(page, "<p>a &amp; b &lt;c&gt;</p>" * 1_000)
    expect(text).to_have_value("\n\n".join(["a & b \\<c>"] * 1_000))
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
    # What is chosen is replaced.
    text.fill("en två tre")
    text.evaluate("text => text.setSelectionRange(3, 6)")
    paste(page, "<i>2</i>")
    expect(text).to_have_value("en *2* tre")


def test_what_a_browser_copies(browser: Browser, editor: Page) -> None:
    """Select a page, copy and paste by keys: the browser adds the looks of everything."""
    with browser.new_context() as elsewhere:
        other = elsewhere.new_page()
        other.set_content(PAGE)
        other.keyboard.press("Control+a")
        other.keyboard.press("Control+c")
        text_of(editor).press("Control+v")
        expect(text_of(editor)).to_have_value(PAGE_MADE)


def test_what_stays_plain(editor: Page) -> None:
    """Into code, from a program for code, an address, with Shift."""
    page, text = editor, text_of(editor)
    for before in ("```\n", "a\n\n    ", "`a "):
        text.fill(f"{before}`" if before == "`a " else before)
        put_caret(page, len(before))
        assert paste(page, "<b>x</b>"), before
    text.fill("")
    assert paste(page, "<b>x</b>", **{"vscode-editor-data": "{}"})
    assert paste(page, "<a href='https://x.se'>x</a>", "https://x.se")
    assert paste(page, "<img src='x.png'>", "")
    text.dispatch_event("keydown", {"key": "V", "ctrlKey": True, "shiftKey": True})
    assert paste(page, "<b>x</b>")
    assert not paste(page, "<b>x</b>")
    expect(text).to_have_value("**x**")


def test_typing_on_while_the_wiki_reads(editor: Page) -> None:
    """Each paste stands where it was made, whatever is typed and pasted meanwhile."""
    page, text = editor, text_of(editor)
    waiting: list[Route] = []

    def wait(route: Route) -> None:
        waiting.append(route)

    page.route(CLIPBOARD, wait)
    text.fill("ett fyra")
    put_caret(page, 4)
    paste(page, "<b>två</b>")
    page.keyboard.type(" tre ")
    paste(page, "<i>x</i>")
    put_caret(page, 0)
    page.keyboard.type("Noll ")
    expect(page.locator("[data-editor-paste]")).to_have_text("Formateringen läses…")
    page.locator("#title").focus()
    for route in reversed(waiting):
        route.continue_()
    expect(text).to_have_value("Noll ett **två** tre *x*fyra")
    page.keyboard.type("Min")
    expect(page.locator("#title")).to_have_value("Min")
    assert text.evaluate("text => text.selectionStart") == 5


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda route: route.abort(), "Wikin svarade inte i tid."),
        (lambda route: route.fulfill(status=500, body="<h1>"), "Wikin svarade inte i tid."),
        (lambda route: route.fulfill(status=422, json={"message": "För mycket."}), "För mycket."),
        (lambda route: None, "Wikin svarade inte i tid."),
    ],
    ids=["offline", "broken", "refused", "silent"],
)
def test_without_an_answer_the_plain_text_is_pasted(
    editor: Page, answer: Callable[[Route], None], told: str
) -> None:
    editor.clock.install()
    editor.route(CLIPBOARD, answer)
    text_of(editor).fill("Sagt: ")
    paste(editor, "<p>a</p><p>b</p>", "a\n\nb")
    editor.clock.run_for(5_100)
    expect(text_of(editor)).to_have_value("Sagt: a\n\nb")
    expect(editor.locator("[data-editor-paste]")).to_have_text(
        f"Inklistrat utan formatering. {told}"
    )


def test_what_is_saved_has_what_is_still_being_pasted(editor: Page) -> None:
    editor.route(CLIPBOARD, lambda route: None)
    editor.route("**/articles/new?*", lambda route: route.fulfill(body="sparad"))
    text_of(editor).fill("Sagt: ")
    paste(editor, "<p>a</p><p>b</p>", "a och b")
    with editor.expect_request(
        lambda request: request.method == "POST" and "/new" in request.url
    ) as sent:
        editor.get_by_role("button", name="Spara utkast").click()
    assert "body=Sagt%3A+a+och+b" in (sent.value.post_data or "")
