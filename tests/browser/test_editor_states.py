"""Check the editor with axe in each state that has no page of its own, and that nothing is wider.

The others are in pages.py: empty, with a template, refused, with titles suggested, after a preview,
in conflict, and with a working copy that is offered.
"""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import COLOURS, EVERYTHING, UNSTICK, Scheme, violations
from wiki.accounts.models import Role

TEXT = "## Kaj\n\nEn **kaj** och *mer*, se [[Beta]] [@ek2020].\n\n- ett\n- två\n\n"


def list_blocks(page: Page) -> None:
    _type(page, "/rub")


def list_sources(page: Page) -> None:
    _type(page, "@bryggor")


def open_grid(page: Page) -> None:
    page.locator("[data-editor-action=table]").press("Enter")
    expect(page.get_by_role("dialog", name="Tabell")).to_be_visible()


def open_library(page: Page) -> None:
    page.locator("[data-editor-action=picture]").press("Enter")
    expect(page.locator("[data-media-found] img").first).to_be_visible()


def ask_about_picture(page: Page) -> None:
    """Choose a picture that nobody has described."""
    open_library(page)
    page.get_by_role("dialog").get_by_role("button", name="bryggan").press("Enter")
    expect(page.get_by_role("dialog", name="Innan den visas")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()


def find(page: Page) -> None:
    page.locator("#body").press("Control+h")
    page.get_by_role("group", name="Sök och ersätt").get_by_label("Sök efter").fill("kaj")


def lose_session(page: Page) -> None:
    page.route("**/session", lambda route: route.fulfill(json={"user": None, "token": ""}))
    page.locator("#body").press("Control+Enter")
    expect(page.get_by_role("dialog", name="Logga in igen")).to_be_visible()


def meet_another_account(page: Page) -> None:
    page.route("**/session", lambda route: route.fulfill(json={"user": 999, "token": ""}))
    page.locator("#body").press("Control+Enter")
    expect(page.get_by_role("link", name="Öppna kontot i ett nytt fönster")).to_be_visible()


def _type(page: Page, words: str) -> None:
    page.locator("#body").press("ControlOrMeta+End")
    page.keyboard.type(words)
    expect(page.locator("[role=option]").first).to_be_visible()


LOOKS: list[tuple[Scheme, int, dict[str, Any]]] = [
    ("light", 1280, EVERYTHING),
    ("dark", 390, COLOURS),
]
STATES: list[Callable[[Page], None]] = [
    list_blocks,
    list_sources,
    open_grid,
    open_library,
    ask_about_picture,
    find,
    lose_session,
    meet_another_account,
]


@pytest.mark.parametrize("show", STATES, ids=lambda show: show.__name__)
def test_the_editor_is_accessible(revisit: Visit, show: Callable[[Page], None]) -> None:
    page = revisit(Role.AUTHOR, reduced_motion="reduce")
    page.on("dialog", lambda dialog: dialog.accept())
    page.add_init_script("localStorage.clear()")
    found = {}
    for scheme, width, rules in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        page.goto("/sv/articles/new?kind=case")
        page.locator("#body").fill(TEXT)
        show(page)
        page.evaluate(UNSTICK)
        page.evaluate(Axe().axe_script)
        found[scheme] = violations(page, rules)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == {"light": [], "dark": []}
    page.close()
