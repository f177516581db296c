"""Test what keys do while writing: lists, Tab, pasted addresses, and the list of blocks.

Lists are tried against the module itself; the selection stands between ‹ and ›.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from wiki.accounts.models import Role

CASES = [
    ("enter", "- a‹›", "- a\n- ‹›"),
    ("enter", "- a ‹›b", "- a\n- ‹›b"),
    ("enter", "  * a‹›", "  * a\n  * ‹›"),
    ("enter", "9. a‹›", "9. a\n10. ‹›"),
    ("enter", "1) a‹›", "1) a\n2) ‹›"),
    ("enter", "- [x] a‹›", "- [x] a\n- [ ] ‹›"),
    ("enter", "> a‹›", "> a\n> ‹›"),
    ("enter", "> - a‹›", "> - a\n> - ‹›"),
    ("enter", "- a\n- ‹›", "- a\n\n‹›"),
    ("enter", "1. a\n2. ‹›", "1. a\n\n‹›"),
    ("enter", "- [x] a\n- [ ] ‹›", "- [x] a\n\n‹›"),
    ("enter", "- a\n  mer\n- ‹›", "- a\n  mer\n\n‹›"),
    ("enter", "- a\n\n- ‹›", "- a\n\n‹›"),
    ("enter", "1. a\n2. ‹›\n3. c", "1. a\n\n‹›\n\n3. c"),
    ("enter", "- a\n  - ‹›", "- a\n- ‹›"),
    ("enter", "1. a\n   - ‹›\n", "1. a\n2. ‹›\n"),
    ("enter", "- [ ] ‹›", "‹›"),
    ("enter", "> a\n> ‹›", "> a\n\n‹›"),
    ("enter", "> [!NOTE]\n> a\n> ‹›", "> [!NOTE]\n> a\n\n‹›"),
    ("enter", "> - ‹›", "> ‹›"),
    ("enter", "> - a\n> - ‹›", "> - a\n>\n> ‹›"),
    ("enter", "text\n> - ‹›", "text\n> ‹›"),
    ("enter", "‹›- a", None),
    ("enter", "text‹›", None),
    ("enter", "- a‹b›", "- a\n- ‹›"),
    ("enter", "-‹›", None),
    ("tab", "- a\n- b‹›", "- a\n  - b‹›"),
    ("tab", "1. a\n2. b‹›", "1. a\n   1. b‹›"),
    ("tab", "- a\n- b‹›\n  - c\n- d", "- a\n  - b‹›\n    - c\n- d"),
    ("tab", "- a\n‹- b\n- c›", "- a\n‹  - b\n  - c›"),
    ("tab", "- a‹›", "- a‹›"),
    ("tab", "- a\n  - b‹›", "- a\n  - b‹›"),
    ("tab", "- a\n  - b\n- c‹›", "- a\n  - b\n  - c‹›"),
    ("tab", "> - a\n> - b‹›", "> - a\n>   - b‹›"),
    ("tab", "text‹›", None),
    ("out", "- a\n  - b‹›", "- a\n- b‹›"),
    ("out", "1. a\n   1. b‹›", "1. a\n2. b‹›"),
    ("out", "- a\n  - b‹›\n    - c", "- a\n- b‹›\n  - c"),
    ("out", "- a‹›", None),
]

RUN = """async (cases) => {
    const lists = await import(document.querySelector("link[data-module=lists]").href);
    return cases.map(([key, marked]) => {
        const from = marked.indexOf("‹"), to = marked.indexOf("›") - 1;
        const value = marked.replace(/[‹›]/g, "");
        const edit = key === "enter" ? lists.continueLine(value, from, to, false)
            : lists.shiftItems(value, from, to, key === "out");
        if (!edit) return null;
        const made = value.slice(0, edit.from) + edit.words + value.slice(edit.to);
        const [start, end] = edit.select;
        return `${made.slice(0, start)}‹${made.slice(start, end)}›${made.slice(end)}`;
    });
}"""
PASTE = """(text, words) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", words);
    text.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true }));
}"""


@pytest.fixture
def page(visit: Visit) -> Page:
    page = visit(Role.AUTHOR)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/sv/articles/new?kind=concept")
    page.locator(".is-layered").wait_for()
    return page


@pytest.fixture
def text(page: Page) -> Locator:
    return page.locator("#body")


def options(page: Page, name: str) -> Locator:
    box = page.get_by_role("listbox", name=name)
    expect(box).to_be_visible()
    return box.get_by_role("option")


def test_lists_go_on_and_move(page: Page) -> None:
    made: list[Any] = page.evaluate(RUN, [case[:2] for case in CASES])
    wrong = [(*case, found) for case, found in zip(CASES, made, strict=True) if found != case[2]]
    assert wrong == []


def test_keys_write_a_list_and_leave_it(page: Page, text: Locator) -> None:
    text.focus()
    page.keyboard.type("- ett")
    page.keyboard.press("Enter")
    page.keyboard.type("två")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("tre")
    expect(text).to_have_value("- ett\n  - två\n  - tre")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    page.keyboard.press("Shift+Tab")
    for _ in range(2):
        page.keyboard.press("Enter")
    page.keyboard.type("slut")
    expect(text).to_have_value("- ett\n  - två\n- tre\n\nslut")
    # Tab is no trap: not outside of lists, nor after Escape.
    page.keyboard.press("Tab")
    expect(text).not_to_be_focused()
    text.press("Control+Home")
    page.keyboard.press("Tab")
    expect(text).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(text).not_to_be_focused()


def test_a_source_that_is_not_there_can_be_added(page: Page, text: Locator) -> None:
    page.locator("[data-editor-action=source]").click()
    page.keyboard.type("finnsinte")
    new = options(page, "Källor att hänvisa till")
    expect(new).to_have_text(["Ingen källa heter så – lägg till en"])
    page.keyboard.press("Enter")  # is a line's end, since nothing was chosen
    expect(text).to_have_value("[@finnsinte\n]")
    page.keyboard.press("Backspace")
    page.keyboard.type("2")
    expect(new).to_have_count(1)
    page.keyboard.press("ArrowDown")
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    expect(opened.value).to_have_url(re.compile("/sv/sources/new$"))
    expect(text).to_have_value("[@finnsinte2]")


def test_an_address_over_words_makes_a_link(text: Locator) -> None:
    text.fill("se boken ")
    text.evaluate("text => text.setSelectionRange(3, 9)")
    text.evaluate(PASTE, "https://example.org/a")
    expect(text).to_have_value("se [boken](https://example.org/a) ")
    # Over words of a link it changes where that leads; over the address it is the browser's.
    text.evaluate("text => text.setSelectionRange(4, 9)")
    text.evaluate(PASTE, "https://example.org/b")
    expect(text).to_have_value("se [boken](https://example.org/b) ")
    text.evaluate("text => text.setSelectionRange(11, 32)")
    text.evaluate(PASTE, "https://example.org/a")
    expect(text).to_have_value("se [boken](https://example.org/b) ")
    text.fill("se [boken](https://example.org/a) ")
    text.select_text()
    text.evaluate(PASTE, "vanliga ord")  # nothing of ours: the browser pastes it
    expect(text).to_have_value("se [boken](https://example.org/a) ")


def test_a_slash_lists_blocks(page: Page, text: Locator) -> None:
    text.focus()
    page.keyboard.type("Ett / två\n\n/")
    blocks = options(page, "Block")
    assert blocks.count() > 10
    page.keyboard.type("rubrik n")
    expect(blocks).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(text).to_have_value("Ett / två\n\n#### ")
    page.keyboard.type("Del\n\n/tab")
    expect(options(page, "Block")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Backspace")
    expect(options(page, "Block")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("[data-editor-grid]")).to_be_visible()
    expect(text).to_have_value("Ett / två\n\n#### Del\n\n")
    page.keyboard.press("Escape")
    text.fill("```\n")
    page.keyboard.press("Control+End")
    page.keyboard.type("/")
    page.wait_for_timeout(200)
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_slash_finds_the_ends_of_words_too(page: Page, text: Locator) -> None:
    text.focus()
    page.keyboard.type("/lis")
    names = ["Numrerad lista", "Att göra-lista", "Punktlista"]
    expect(options(page, "Block")).to_have_text(names)
    text.fill("")
    page.keyboard.type("/not")
    expect(options(page, "Block").first).to_contain_text("Fotnot")


def test_sections_are_completed(page: Page, text: Locator) -> None:
    text.fill("## Om mål\n\n## Om medel\n\n")
    page.keyboard.press("Control+End")
    page.keyboard.type("[[#med")
    expect(options(page, "Avsnitt att länka till")).to_have_text(["Om medel"])
    page.keyboard.press("Enter")
    page.keyboard.type(" och [[Vad är social innovation?#")
    found = options(page, "Avsnitt att länka till")
    first = found.first.inner_text().strip()
    page.keyboard.press("Enter")
    value = text.input_value()
    assert value.endswith(f"[[#Om medel]] och [[Vad är social innovation?#{first}]]")


def test_what_is_put_in_leads_to_the_section_of_this_text(page: Page, text: Locator) -> None:
    headings = ["Om #metoo", "Mål [utkast]", "Ja | nej", "Kod `a | b`", "Mål", "Mål", "Øl & bröd"]
    names = ["om-metoo", "mal-utkast", "ja-nej", "kod-a-b", "Mål", "mal-2", "Øl & bröd"]
    body = "\n\n".join(f"## {heading}" for heading in headings)
    for number, name in enumerate(names):
        text.fill(f"{body}\n\n")
        page.keyboard.press("Control+End")
        page.keyboard.type("[[#")
        expect(options(page, "Avsnitt att länka till")).to_have_count(len(headings))
        for _ in range(number):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(text).to_have_value(f"{body}\n\n[[#{name}]]")


def test_sources_are_completed_where_the_wiki_has_them(page: Page, text: Locator) -> None:
    page.route(
        "**/sources/suggestions?*",
        lambda route: route.fulfill(
            json=[{"key": "dahlin2021", "authors": "Dahlin", "year": 2021, "title": "Boken"}]
        ),
    )
    text.evaluate("text => { text.dataset.sourceSuggestions = '/sv/sources/suggestions'; }")
    page.evaluate("import(document.querySelector('script[src*=completions]').src + '&again')")
    page.wait_for_timeout(200)
    page.locator("[data-editor-action=source]").click()
    page.keyboard.type("dah")
    page.get_by_role("option").filter(has_text="Boken").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(", s. 3")
    expect(text).to_have_value("[@dahlin2021, s. 3]")
    # An @ that begins a word gets its brackets; one in an address is no citation.
    text.fill("")
    page.keyboard.type("info@dah och @dah")
    page.get_by_role("option").filter(has_text="Boken").first.wait_for()
    page.keyboard.press("Enter")
    expect(text).to_have_value("info@dah och [@dahlin2021]")
    text.fill("")
    page.keyboard.type("info@dah")
    page.wait_for_timeout(200)
    expect(page.get_by_role("listbox")).to_have_count(0)
