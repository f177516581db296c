"""Test that the bar above the text of the editor covers none of it."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from wiki.accounts.models import Role

# How far the bar reaches below the top edge of the text, and below the top of its last line.
COVERED = """() => {
    const text = document.querySelector("#body"), style = getComputedStyle(text);
    const box = text.getBoundingClientRect();
    const bar = document.querySelector(".editor-toolbar").getBoundingClientRect();
    const ring = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
    const last = box.bottom - parseFloat(style.paddingBottom) - parseFloat(style.lineHeight);
    return { top: bar.bottom - (box.top - ring), last: bar.bottom - last };
}"""
LINES = "\n".join(f"Rad {number}" for number in range(80))


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["1440", "390"])
def page(request: pytest.FixtureRequest, visit: Visit) -> Page:
    width, height = request.param
    page = visit(Role.AUTHOR, viewport={"width": width, "height": height})
    page.goto("/sv/articles/new?kind=concept")
    page.locator("#summary").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    return page


def test_the_ring_of_the_text_is_free_when_it_gets_the_focus(page: Page) -> None:
    assert page.evaluate("document.activeElement.id") == "body"
    assert page.evaluate(COVERED)["top"] <= 0


@pytest.mark.parametrize("key", ["Control+Home", "Control+End"])
def test_the_top_edge_is_free_wherever_one_writes(page: Page, key: str) -> None:
    page.locator("#body").fill(LINES)
    page.locator("#body").press(key)
    page.keyboard.type("x")
    # The page scrolls, not the text, whose top edge is out of view from its end.
    edge = "last" if key == "Control+End" else "top"
    assert page.evaluate(COVERED)[edge] <= 0


@pytest.mark.parametrize("text", ["En rad", LINES])
def test_the_last_line_is_free_wherever_the_page_is(page: Page, text: str) -> None:
    page.locator("#body").fill(text)
    for _step in range(60):
        page.mouse.wheel(0, 40)
        page.evaluate("() => scrollBy(0, 40)")
        assert page.evaluate(COVERED)["last"] <= 0
