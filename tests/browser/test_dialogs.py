"""Test each dialog by keyboard and by mouse: the focus enters, stays inside, and returns."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import RULES

FOCUS = "document.activeElement"


def opened(page: Page, by: str) -> Locator:
    if by == "key":
        page.keyboard.press("?")
    else:
        page.locator("footer a[data-shortcuts]").click()
    dialog = page.get_by_role("dialog", name="Kortkommandon")
    expect(dialog).to_be_visible()
    return dialog


def test_the_focus_begins_at_the_title_and_stays_inside(visit: Visit) -> None:
    page = visit()
    page.goto("/sv/articles/alfa")
    dialog = opened(page, "key")
    expect(dialog.locator("h2")).to_be_focused()
    seen = []
    for _ in range(6):
        page.keyboard.press("Tab")
        # After the last stop comes the browser's own bar, never the page behind.
        assert page.evaluate(f"{FOCUS} === document.body || {FOCUS}.closest('dialog') !== null")
        seen.append(page.evaluate(f"{FOCUS}.textContent.trim() || {FOCUS}.type || ''"))
    assert seen[:2] == ["Stäng", "checkbox"]


@pytest.mark.parametrize("how", ["Escape", "button", "beside"])
def test_the_focus_returns_to_what_opened_it(visit: Visit, how: str) -> None:
    page = visit()
    page.goto("/sv/articles/alfa")
    dialog = opened(page, "link")
    if how == "Escape":
        page.keyboard.press("Escape")
    elif how == "button":
        dialog.get_by_role("button", name="Stäng").click()
    else:
        page.mouse.click(5, 5)
    expect(dialog).to_be_hidden()
    expect(page.locator("footer a[data-shortcuts]")).to_be_focused()


def test_a_key_opens_it_once_and_returns_to_the_same_place(visit: Visit) -> None:
    page = visit()
    page.goto("/sv/articles/alfa")
    link = page.locator(".prose a").first
    link.focus()
    dialog = opened(page, "key")
    page.keyboard.press("?")
    page.keyboard.press("h")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    opened(page, "key")
    assert page.locator("dialog").count() == 1


def test_it_offers_a_page_when_the_list_cannot_be_had(visit: Visit) -> None:
    page = visit()
    page.goto("/sv/articles/alfa")
    asked: list[str] = []

    def refuse_first(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/shortcuts", refuse_first)
    page.wait_for_load_state("networkidle")  # on a busy machine the script may come after the key
    page.keyboard.press("?")
    expect(page.locator("h1")).to_have_text("Kortkommandon")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_an_open_dialog_is_accessible(visit: Visit, scheme: str, width: int) -> None:
    page = visit(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto("/sv/articles/alfa")
    dialog = opened(page, "key")
    found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": RULES})
    assert found.response["violations"] == []
    box = dialog.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
