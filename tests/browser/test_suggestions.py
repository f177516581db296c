"""Suggestions while typing, in a real browser: keys, pointer, late answers, screen readers."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Visit
from wiki.accounts.models import Role

HEADER = "#site-search"
# How far the lines of a text area reach below its top; it shrinks to them if nothing keeps it tall.
LINES = """text => {
    text.style.minHeight = "0";
    const end = text.offsetHeight - parseFloat(getComputedStyle(text).paddingBottom);
    text.style.minHeight = "";
    return end;
}"""
ANSWER_SECONDS = 3  # a busy machine; the figure itself is in bench/completion.py


def open_list(page: Page, words: str, field: str = HEADER) -> Locator:
    """Type and wait for the list."""
    page.locator(field).press_sequentially(words)
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    return options


def hold_back(page: Page, pattern: str) -> list[Route]:
    """Hold requests back; return the list in which they gather."""
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
    """Hold the answer to the first word back until that to the second stands there."""
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
    page.on("request", lambda one: asked.append(one.url) if "suggestions" in one.url else None)
    page.locator(HEADER).press_sequentially("samskapande", delay=5)
    expect(page.get_by_role("listbox")).to_be_visible()
    assert len(asked) <= 3


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


class TestTitlesInAText:
    @pytest.fixture
    def text(self, visit: Visit) -> Locator:
        page = visit(Role.AUTHOR)
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto("/sv/articles/new?kind=concept")
        return page.locator("[name=body]")

    def begin(self, text: Locator, words: str) -> Locator:
        text.press_sequentially(words)
        options = text.page.get_by_role("listbox", name="Artiklar att länka till")
        expect(options).to_be_visible()
        return options.get_by_role("option")

    @pytest.mark.parametrize("key", ["Enter", "Tab"])
    def test_two_brackets_complete_a_title(self, text: Locator, key: str) -> None:
        options = self.begin(text, "Se [[tvätt")
        expect(options).to_have_count(1)
        expect(options.first).to_have_attribute("aria-selected", "true")
        text.press(key)
        expect(text).to_have_value("Se [[Tvättmaskinen som social innovation]]")
        expect(text).to_be_focused()
        text.press_sequentially(" mer")
        expect(text).to_have_value("Se [[Tvättmaskinen som social innovation]] mer")
        expect(text.page.get_by_role("listbox")).to_have_count(0)

    def test_the_browsers_undo_takes_it_back(self, text: Locator) -> None:
        self.begin(text, "[[tvätt")
        text.press("Enter")
        text.press("ControlOrMeta+z")
        expect(text).to_have_value("[[tvätt")

    def test_brackets_that_the_toolbar_closed_are_not_closed_twice(self, text: Locator) -> None:
        text.page.get_by_role("button", name="Länk till en artikel").click()
        self.begin(text, "tvätt").first.click()
        expect(text).to_have_value("[[Tvättmaskinen som social innovation]]")

    def test_the_rest_of_the_title_that_stood_there_goes(self, text: Locator) -> None:
        text.fill("Se [[gammal titel]] och [[annat]]")
        text.evaluate("text => text.setSelectionRange(5, 5)")
        self.begin(text, "tvätt")
        text.press("Enter")
        expect(text).to_have_value("Se [[Tvättmaskinen som social innovation]] och [[annat]]")

    @pytest.mark.parametrize("key", ["ArrowLeft", "Home", "Shift+ArrowLeft"])
    def test_the_list_goes_when_the_caret_does(self, text: Locator, key: str) -> None:
        self.begin(text, "Se [[tvätt")
        text.press(key)
        expect(text.page.get_by_role("listbox")).to_have_count(0)
        expect(text).to_have_value("Se [[tvätt")

    def test_keys_with_others_held_do_their_own_work(self, text: Locator) -> None:
        self.begin(text, "Se [[tvätt")
        text.press("Shift+Tab")
        expect(text).not_to_be_focused()
        expect(text).to_have_value("Se [[tvätt")
        expect(text.page.get_by_role("listbox")).to_have_count(0)

    def test_how_many_there_are_is_said(self, text: Locator) -> None:
        options = self.begin(text, "[[social innov")
        said = text.page.locator("form[data-editor] > [role=status]")
        expect(said).to_have_text(f"{options.count()} förslag")

    def test_escape_leaves_what_is_typed(self, text: Locator) -> None:
        self.begin(text, "[[tvätt")
        text.press("Escape")
        expect(text.page.get_by_role("listbox")).to_have_count(0)
        text.press("Enter")
        expect(text).to_have_value("[[tvätt\n")

    def test_topics_and_other_languages_are_no_titles_to_link_to(self, text: Locator) -> None:
        options = self.begin(text, "[[social innov")
        texts = options.all_text_contents()
        assert any("Vad är social innovation?" in one for one in texts)
        assert not any("What is" in one or "Ämne" in one for one in texts)

    def test_the_list_stands_below_the_line_of_the_caret(self, text: Locator) -> None:
        words = "Så lång är en rad att den bryts. " * 5
        text.fill("\n".join([words, "En rad"]))
        before = text.evaluate(LINES)
        text.press("ControlOrMeta+End")
        self.begin(text, " [[tvätt")
        box = text.bounding_box()
        listed = text.page.get_by_role("listbox").bounding_box()
        assert box is not None
        assert listed is not None
        assert box["y"] + before - 2 <= listed["y"] <= box["y"] + before + 6
