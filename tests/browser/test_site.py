"""Check what administrators put on every page: an announcement, a logo, a colour of their own."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.keys import Keys
from tests.browser.test_accessibility import COLOURS, EVERYTHING, NO_COLOURS, violations
from tests.browser.words import LONG_WORD
from tests.builders import Person, make_article
from tests.media.pictures import drawing
from wiki.media.store import MediaStore
from wiki.site.actions import put_logo, save_site
from wiki.site.presentation import Presentation

SAID = f"Wikin är stängd på lördag, se https://example.org/{LONG_WORD}."
ALFA = "/sv/articles/alfa"


@pytest.fixture
def said(app: Flask, admin: Person, tmp_path: Path) -> Iterator[None]:
    """A wiki that says something on every page, under a logo."""
    before, app.extensions["media"] = app.extensions["media"], MediaStore(tmp_path / "media")
    make_article("Alfa", admin, body="Ord.\n\n## Mål\n\nFler ord.", app=app)
    say(app, admin, "info")
    with app.app_context():
        put_logo(BytesIO(drawing()), "Logo.png", ("Vår förening", "Our society"), admin.viewer)
    yield
    app.extensions["media"] = before


def say(app: Flask, admin: Person, kind: str) -> None:
    """Announce something of a kind, in Swedish alone, in a colour of the site's own."""
    written = Presentation(announcement_sv=SAID, announcement_kind=kind, accent="#1a5f8a")
    with app.app_context():
        stored = app.extensions["site"].read()[0]
        save_site(written, "", stored.edition, admin.viewer)


def check(
    page: Page,
    address: str,
    look: tuple[Literal["light", "dark"], int],
    rules: Mapping[str, object],
) -> None:
    scheme, width = look
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(address)
    expect(page.locator(".announcement")).to_be_visible()
    expect(page.locator(".wordmark-logo img")).to_be_visible()
    page.evaluate(Axe().axe_script)
    assert violations(page, dict(rules)) == [], (address, look)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, look)


@pytest.mark.usefixtures("said")
def test_an_announcement_and_a_logo_are_accessible(app: Flask, page: Page, admin: Person) -> None:
    check(page, ALFA, ("light", 1280), EVERYTHING)
    check(page, ALFA, ("dark", 320), COLOURS)
    check(page, "/en/", ("light", 320), NO_COLOURS)
    expect(page.locator(".announcement p")).to_have_attribute("lang", "sv")
    say(app, admin, "warning")
    check(page, "/sv/", ("light", 1280), COLOURS)
    check(page, "/sv/", ("dark", 320), COLOURS)


@pytest.mark.usefixtures("said")
def test_the_keyboard_finds_both_and_what_follows_below_them(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(ALFA)
    keys = Keys(page)
    keys.reach(".wordmark", "")
    keys.reach(".announcement a", "example.org")
    keys.reach("main a", "")  # nothing that is on top of the page covers it
    page.goto(f"{ALFA}#s-mal")
    expect(page.locator("#s-mal")).to_be_in_viewport()
    keys.reach("a.wordmark", back=True)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys.is_at("/sv/")
