"""Look at the style page in a real browser: accessible, in one piece, quick, in each clothing."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Response

WIDTHS = (320, 768, 1440)
MOST_REQUESTS = 8


def _open(context: BrowserContext, path: str, width: int) -> Page:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    return page


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_component_is_accessible(
    browser_context: BrowserContext, language: str, scheme: Literal["light", "dark"]
) -> None:
    page = _open(browser_context, f"/{language}/styleguide", 320)
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    for width in (WIDTHS[0], WIDTHS[-1]):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways(browser_context: BrowserContext, width: int) -> None:
    page = _open(browser_context, "/sv/styleguide", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_page_asks_for_few_files_and_nothing_moves(browser_context: BrowserContext) -> None:
    page = browser_context.new_page()
    page.add_init_script(
        "window.shifted = 0; new PerformanceObserver((list) => {"
        " for (const entry of list.getEntries()) window.shifted += entry.value;"
        "}).observe({ type: 'layout-shift', buffered: true })"
    )
    answers: list[str] = []

    def note(answer: Response) -> None:
        answers.append(answer.url)

    page.on("response", note)
    page.goto("/sv/login")
    page.wait_for_load_state("networkidle")
    assert len(answers) <= MOST_REQUESTS
    assert page.evaluate("window.shifted") == 0


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
