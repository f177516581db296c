"""Write a whole article and publish it with the keyboard alone; the focus is visible throughout."""

import re

import pytest
from flask import Flask
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.keys import Keys
from tests.builders import make_article, make_session, make_user
from tests.media.pictures import picture
from wiki.accounts.viewer import COMMAND_LINE
from wiki.references.actions import import_sources
from wiki.search.index.drainer import drain_now

WATCH = """window.pointed = 0;
for (const name of ["mousedown", "touchstart", "pointerdown"])
    addEventListener(name, () => { window.pointed += 1; }, true);"""
BOOK = {
    "type": "book",
    "title": "Nytta för alla",
    "author": [{"family": "Åström", "given": "Anna"}],
    "issued": {"date-parts": [[2020]]},
}
WRITTEN = """## Kajen

**fet**

1. Ett
2. Två

Se [[Hamnar i norr]] [@astrom2020, s. 4].

| År   | Antal | Ort  |
| ---- | ----- | ---- |
| 2020 | 10    | Umeå |

![En kaj i dis](media:kajen)"""


@pytest.fixture
def keys(app: Flask, page: Page, server_url: str) -> Keys:
    editor = make_user("editor", "Edit Ek", app=app)
    make_article("Hamnar i norr", editor, body="Ord.", app=app)
    with app.app_context():
        import_sources([BOOK], COMMAND_LINE)
        drain_now(app)  # titles are suggested from the index
    token = make_session(app, editor)
    page.context.add_cookies([{"name": "session", "value": token, "url": server_url}])
    page.add_init_script(WATCH)
    page.goto("/sv/articles/new")
    return Keys(page)


def test_an_article_is_written_and_published_by_keys(keys: Keys) -> None:
    page, text = keys.page, keys.page.locator("#body")
    keys.open("main a[href*='kind=concept']:not([href*=start])")
    keys.reach("#title")
    keys.type("Kajen i Malmö")
    keys.press("Enter")
    keys.type("En kaj där båtar lägger till.")
    use_toolbar(keys)
    use_lists(keys)
    make_table(keys)
    describe_picture(keys)
    assert text.input_value().strip() == WRITTEN
    keys.press("Control+s")
    expect(page.locator("[data-editor-status]")).to_contain_text("Utkast 1")
    assert page.evaluate("window.pointed") == 0
    keys.open("[name=intent]", "Spara och publicera")
    keys.is_at("/sv/articles/kajen-i-malmo")
    prose = page.locator(".prose").first
    for words in ("Kajen", "fet", "Två", "Hamnar i norr", "(Åström, 2020, s. 4)", "Antal"):
        expect(prose).to_contain_text(words)
    expect(prose.get_by_role("img", name="En kaj i dis")).to_be_visible()
    assert page.evaluate("window.pointed") == 0


def use_toolbar(keys: Keys) -> None:
    """Make a heading and bold words: the toolbar is one stop, its arrows choose."""
    keys.reach("[data-editor-action]")
    while not keys.page.locator("[data-editor-action=heading-2]:focus").count():
        keys.press("ArrowRight")
    keys.press("Enter")
    keys.type("Kajen")
    keys.press("Enter", "Enter")
    keys.reach("[data-editor-action]", back=True)
    keys.press("Home", "Enter")
    keys.type("fet")
    keys.press("End", "Enter", "Enter")


def use_lists(keys: Keys) -> None:
    """Choose a block after a slash, an article after brackets, a source after an @."""
    page = keys.page
    keys.type("/numrerad")
    expect(page.get_by_role("listbox", name="Block").get_by_role("option")).to_have_count(1)
    keys.press("Enter")
    keys.type("Ett")
    keys.press("Enter")
    keys.type("Två")
    keys.press("Enter", "Enter")
    keys.type("Se [[hamn")
    expect(page.get_by_role("option")).to_have_text(re.compile("Hamnar i norr"))
    keys.press("Enter")
    keys.type(" @nyt")
    expect(page.get_by_role("option")).to_have_text(re.compile("Nytta för alla"))
    keys.press("Enter")
    keys.type(", s. 4")
    keys.press("End")
    keys.type(".")
    keys.press("Enter", "Enter")


def make_table(keys: Keys) -> None:
    """Fill the grid cell by cell, and leave it by its button."""
    page = keys.page
    keys.type("/tabell")
    expect(page.get_by_role("listbox", name="Block").get_by_role("option")).to_have_count(1)
    keys.press("Enter")
    grid = page.get_by_role("dialog", name="Tabell")
    expect(grid.get_by_label("Rubrik för kolumn 1")).to_be_focused()
    for cell in ("År", "Antal", "Ort", "2020", "10", "Umeå"):
        keys.type(cell)
        keys.press("Tab")
    keys.press("Alt+F10")
    keys.reach("[data-grid=row-delete]")  # the row that stays empty
    keys.press("Enter")
    keys.reach("[data-grid-save]")
    keys.press("Enter")
    expect(grid).to_be_hidden()
    expect(page.locator("#body")).to_be_focused()
    keys.press("Control+End", "Enter", "Enter")


def describe_picture(keys: Keys) -> None:
    """Choose a picture on this computer, and say what it is."""
    page = keys.page
    keys.type("/bild")
    expect(page.get_by_role("listbox", name="Block").get_by_role("option")).to_have_count(1)
    keys.press("Enter")
    expect(page.locator("[data-media-count]")).to_contain_text("0 bilder")  # it has answered
    keys.reach("[data-media-choose]")
    image = picture("PNG", 90, 60)
    keys.press("Escape")  # the browser's own window for files has no keys here
    chosen = FilePayload(name="Kajen.png", mimeType="image/png", buffer=image)
    page.locator("[data-media-input]").set_input_files(chosen)
    dialog = page.get_by_role("dialog", name="Innan den visas")
    expect(dialog.get_by_label("Vad bilden visar")).to_be_focused()
    keys.type("En kaj i dis")
    keys.reach("#media-credit")
    keys.type("Anna Lind")
    keys.press("Tab")
    keys.type("CC BY 4")
    keys.reach("button", "Använd den")
    keys.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("#body")).to_be_focused()
