"""Test suggestions while typing: keys, pointer, late responses, screen readers."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Visit

HEADER = "#site-search"
ANSWER_SECONDS = 3  # allows for a busy machine; bench/completion.py measures the time


def open_list(page: Page, words: str, field: str = HEADER) -> Locator:
    """Type and wait for the list for the whole input, not only its beginning."""
    page.locator(field).press_sequentially(words)
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.last).to_have_text(f"Sök efter ”{words}”")
    return options


def hold_back(page: Page, pattern: str) -> list[Route]:
    """Delay requests; return the list that collects them."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(pattern, keep)
    return held


@pytest.fixture
def page(visit: Visit) -> Page:
    page = visit()
    page.goto("/sv/articles/alfa")
    return page


def test_nothing_opens_before_somebody_types(page: Page) -> None:
    field = page.locator(HEADER)
    expect(field).to_have_role("combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.focus()
    page.wait_for_timeout(300)
    expect(page.get_by_role("listbox")).to_be_hidden()


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/sv/articles/alfa", HEADER),
        ("/sv/", "#front-search"),
        ("/sv/search", "#search-large"),
    ],
)
def test_typing_suggests_on_every_search_field(visit: Visit, address: str, field: str) -> None:
    page = visit()
    page.goto(address)
    options = open_list(page, "tvätt", field)
    expect(options.first).to_contain_text("Tvättmaskinen som social innovation")
    expect(options.first).to_contain_text("Exempel")
    expect(options.last).to_have_text("Sök efter ”tvätt”")
    expect(page.locator(field)).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form [role=status]", has_text="1 förslag")).to_be_attached()


def test_arrows_mark_and_enter_opens(page: Page) -> None:
    options = open_list(page, "universitet")
    field = page.locator(HEADER)
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute(
        "aria-activedescendant", options.first.get_attribute("id") or ""
    )
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(options.first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile(".+"))
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert re.search(r"/sv/(articles|universities)/", page.url)


def test_the_list_follows_every_letter(page: Page) -> None:
    options = open_list(page, "sam")
    for number in range(4, len("samskap") + 1):
        page.keyboard.type("samskap"[number - 1])
        expect(options.last).to_have_text(f"Sök efter ”{'samskap'[:number]}”")


def test_enter_searches_when_nothing_is_marked(page: Page) -> None:
    open_list(page, "universitet")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/sv/search?q=universitet")


def test_the_last_line_searches_for_the_words(page: Page) -> None:
    options = open_list(page, "samskap")
    with page.expect_navigation():
        options.last.click()
    assert page.url.endswith("/sv/search?q=samskap")


def test_escape_closes_and_keeps_the_words(page: Page) -> None:
    open_list(page, "samskap")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator(HEADER)).to_have_value("samskap")
    expect(page.locator(HEADER)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()


def test_home_and_end_move_the_caret(page: Page) -> None:
    open_list(page, "samskap")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    expect(page.locator(HEADER)).not_to_have_attribute("aria-activedescendant", re.compile(".+"))
    assert page.locator(HEADER).evaluate("field => field.selectionStart") == 0
    page.keyboard.press("End")
    assert page.locator(HEADER).evaluate("field => field.selectionStart") == len("samskap")
    expect(page.get_by_role("listbox")).to_be_visible()


def test_tab_leaves_and_closes(page: Page) -> None:
    open_list(page, "samskap")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator(".site-search-button")).to_be_focused()


def test_a_press_elsewhere_closes(page: Page) -> None:
    open_list(page, "samskap")
    page.locator("h1").click()
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_an_emptied_field_suggests_nothing(page: Page) -> None:
    open_list(page, "samskap")
    page.locator(HEADER).fill("")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_tap_opens_what_is_suggested(visit: Visit) -> None:
    page = visit(has_touch=True, viewport={"width": 320, "height": 700})
    page.goto("/sv/articles/alfa")
    options = open_list(page, "tvätt")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box = options.first.bounding_box()
    assert box is not None
    assert box["height"] >= 24
    with page.expect_navigation():
        options.first.tap()
    assert page.url.endswith("/sv/articles/tvattmaskinen-som-social-innovation")


def test_late_answers_are_dropped(page: Page) -> None:
    """Delay the response to the first word until that to the second is shown."""
    held = hold_back(page, "**/search/suggestions?q=tv*")
    field = page.locator(HEADER)
    field.press_sequentially("tvätt")
    deadline = time.monotonic() + ANSWER_SECONDS
    while not held and time.monotonic() < deadline:
        page.wait_for_timeout(20)
    field.fill("samskap")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_contain_text("Samskapande")
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    expect(options.first).to_contain_text("Samskapande")
    expect(options.last).to_have_text("Sök efter ”samskap”")


def test_enter_never_opens_what_answered_other_words(page: Page) -> None:
    open_list(page, "samskap")
    page.keyboard.press("ArrowDown")
    hold_back(page, "**/search/suggestions?*")
    page.keyboard.type("x")
    expect(page.locator(HEADER)).not_to_have_attribute("aria-activedescendant", re.compile(".+"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/sv/search?q=samskapx")


def test_an_answer_after_leaving_opens_nothing(page: Page) -> None:
    held = hold_back(page, "**/search/suggestions?*")
    page.locator(HEADER).press_sequentially("tvätt")
    page.wait_for_timeout(200)
    page.keyboard.press("Tab")
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_without_an_answer_the_form_still_searches(page: Page) -> None:
    page.route("**/search/suggestions?*", lambda route: route.abort())
    page.locator(HEADER).press_sequentially("tvätt")
    page.wait_for_timeout(200)
    expect(page.get_by_role("listbox")).to_be_hidden()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/sv/search?q=tv" in page.url


def test_quick_typing_asks_once(page: Page) -> None:
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if "suggestions" in request.url else None,
    )
    page.locator(HEADER).focus()
    page.clock.install()
    page.clock.pause_at(time.time() + 60)  # from here on the test controls the clock
    for letter in "samskap":
        page.keyboard.type(letter)
        page.clock.run_for(40)
    page.clock.run_for(100)
    expect(page.get_by_role("listbox")).to_be_visible()
    assert len(asked) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_open_list_is_accessible(visit: Visit, scheme: str, width: int) -> None:
    page = visit(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto("/sv/articles/alfa")
    open_list(page, "uni")
    page.keyboard.press("ArrowDown")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    assert Axe().run(page, options={"runOnly": rules}).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
