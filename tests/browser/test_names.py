"""Test names offered after an @ in a discussion: keys, touch, undo, screen readers, phones."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import violations
from tests.browser.test_editor_states import LOOKS
from wiki.accounts.models import Role

ADDRESS = "/sv/articles/andrad/talk/new"


@pytest.fixture
def words(visit: Visit) -> Locator:
    page = visit(Role.AUTHOR)
    page.goto(ADDRESS)
    return page.locator("#words")


def begin(words: Locator, typed: str) -> Locator:
    words.focus()
    words.page.keyboard.insert_text(typed)  # all at once, so that a single list comes
    options = words.page.get_by_role("listbox", name="Personer")
    expect(options).to_be_visible()
    return options.get_by_role("option")


@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_an_at_sign_offers_names(words: Locator, key: str) -> None:
    options = begin(words, "Vet @")
    expect(options).to_contain_text(["Admin Ek", "Editor Ek"])
    expect(options.first).to_have_attribute("aria-selected", "true")
    words.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    marked = options.nth(1).get_attribute("id") or ""
    expect(words).to_have_attribute("aria-activedescendant", marked)
    name = options.nth(1).locator("span").first.inner_text()
    words.press(key)
    expect(words).to_have_value(f"Vet @{name} ")
    expect(words).to_be_focused()
    words.press_sequentially("det?")
    expect(words).to_have_value(f"Vet @{name} det?")
    expect(words.page.get_by_role("listbox")).to_have_count(0)
    words.press("ControlOrMeta+z")
    expect(words).not_to_have_value(f"Vet @{name} det?")


def test_the_list_follows_a_name_of_two_words_until_escape(words: Locator) -> None:
    options = begin(words, "@adm")
    expect(options).to_have_count(1)
    words.press_sequentially("in e")
    expect(options).to_have_count(1)
    words.press("Escape")
    expect(words.page.get_by_role("listbox")).to_have_count(0)
    words.press("Enter")
    expect(words).to_have_value("@admin e\n")


@pytest.mark.parametrize(
    "typed", ["eva@ek", "@xyz", "@ ", "a/@adm", "@admin och mer som inte är namn"]
)
def test_nothing_is_offered_where_nobody_is_meant(words: Locator, typed: str) -> None:
    words.focus()
    words.page.keyboard.insert_text(typed)
    words.page.wait_for_timeout(400)
    expect(words.page.get_by_role("listbox")).to_have_count(0)


def test_a_name_within_a_text_is_typed_over(words: Locator) -> None:
    words.fill("Fråga @aini, och vänta.")
    words.evaluate("text => text.setSelectionRange(8, 8)")
    words.press_sequentially("dm")  # the rest of the word stands behind the caret
    options = words.page.get_by_role("option")
    expect(options).to_have_count(1)
    options.first.click()
    expect(words).to_have_value("Fråga @Admin Ek, och vänta.")
    expect(words.page.get_by_role("listbox")).to_have_count(0)


def test_a_tap_takes_a_name_in_a_reply(visit: Visit) -> None:
    page = visit(Role.AUTHOR, has_touch=True, viewport={"width": 320, "height": 700})
    page.goto("/sv/articles/andrad/talk")
    page.locator("main details summary").first.tap()
    words = page.locator("main textarea").first
    options = begin(words, "@admin")
    options.first.tap()
    expect(words).to_have_value("@Admin Ek ")


@pytest.mark.parametrize("height", [340, 500, 640])  # what the keys of a phone leave
def test_the_whole_list_is_on_the_screen_of_a_phone(visit: Visit, height: int) -> None:
    page = visit(Role.AUTHOR, has_touch=True, viewport={"width": 390, "height": height})
    page.goto(ADDRESS)
    words = page.locator("#words")
    begin(words, "Vet @")
    expect(page.get_by_role("listbox")).to_be_in_viewport(ratio=1)
    expect(words).to_be_in_viewport(ratio=1)


def test_axe_finds_nothing_in_the_list(visit: Visit) -> None:
    page = visit(Role.AUTHOR, reduced_motion="reduce")
    found = {}
    for scheme, width, rules in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(ADDRESS)
        begin(page.locator("#words"), "@")
        page.evaluate(Axe().axe_script)
        found[scheme] = violations(page, rules)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == {"light": [], "dark": []}
