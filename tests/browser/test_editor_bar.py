"""Test that the tools of the editor cover neither its edge nor the line that is written."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from wiki.accounts.models import Role

# How far the bar covers the edge of the text, and the line that is written. On a phone it stands
# at the bottom, and the top is the window's.
COVERED = """() => {
    const text = document.querySelector("#body"), style = getComputedStyle(text);
    const box = text.getBoundingClientRect();
    const bar = document.querySelector(".editor-toolbar").getBoundingClientRect();
    const ring = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
    const last = box.bottom - parseFloat(style.paddingBottom);
    const isBelow = innerWidth < 768;
    return { top: (isBelow ? 0 : bar.bottom) - (box.top - ring),
        last: isBelow ? last - bar.top : bar.bottom - (last - parseFloat(style.lineHeight)) };
}"""
BENEATH = """() => {
    const top = (selector) => document.querySelector(selector).getBoundingClientRect().top;
    const by = top(".editor-toolbar") - top(".editor-save .form-actions");
    scrollBy({ top: by, behavior: "instant" });
}"""
IS_ON_TOP = """(button) => {
    const { left, top, width, height } = button.getBoundingClientRect();
    return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""
LINES = "\n".join(f"Rad {number}" for number in range(80))


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["1440", "390"])
def page(request: pytest.FixtureRequest, visit: Visit) -> Page:
    width, height = request.param
    page = visit(Role.AUTHOR, viewport={"width": width, "height": height})
    page.goto("/sv/articles/new?kind=concept")
    page.locator("#summary").focus()
    for _stop in range(3):  # the facts, the tools, the text
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
    # The bar itself is in view wherever one writes, and as wide as it may be.
    expect(page.locator(".editor-toolbar")).to_be_in_viewport(ratio=1)


def test_the_buttons_that_save_lie_above_the_tools(visit: Visit) -> None:
    page = visit(Role.AUTHOR, viewport={"width": 1440, "height": 800})
    page.goto("/sv/articles/new?kind=case")
    page.locator(".editor-facts > summary").click()
    # The tools below the facts are scrolled to where the bar stands.
    page.evaluate(BENEATH)
    expect(page.locator(".editor-toolbar")).to_be_in_viewport()
    save = page.get_by_role("button", name="Spara utkast")
    assert save.evaluate(IS_ON_TOP)
