"""Test the style guide in a real browser: its layout and its toolbar."""

import pytest
from playwright.sync_api import BrowserContext, Page

WIDTHS = (320, 768, 1440)


def _open(context: BrowserContext, path: str, width: int) -> Page:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways(browser_context: BrowserContext, width: int) -> None:
    page = _open(browser_context, "/sv/styleguide", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_the_title_of_a_facet_is_shown_once(browser_context: BrowserContext, width: int) -> None:
    page = _open(browser_context, "/sv/styleguide", width)
    names = page.locator("#lists .facet").locator(".facet-title, summary:not(.facet-more *)")
    shown = [name.inner_text() for name in names.all() if name.is_visible()]
    assert shown == ["Typ", "Lärosäten", "Språk", "År", "Ämnen"]


def test_first_tab_skips_to_the_content(browser_context: BrowserContext) -> None:
    page = _open(browser_context, "/sv/login", 1440)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_toolbar_marks_the_chosen_words_and_undo_takes_it_back(
    browser_context: BrowserContext,
) -> None:
    page = _open(browser_context, "/sv/styleguide", 1440)
    text = page.locator("#sample-body")
    before = text.input_value()
    text.focus()
    page.evaluate("document.getElementById('sample-body').setSelectionRange(3, 5)")
    page.locator("[data-editor-action='bold']").click()
    assert text.input_value() == before[:3] + "**" + before[3:5] + "**" + before[5:]
    page.keyboard.press("Control+z")
    assert text.input_value() == before
