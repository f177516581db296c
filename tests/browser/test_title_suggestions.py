"""Test titles suggested after [[ in the editor: keys, caret, position, screen readers."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from wiki.accounts.models import Role

# The height of the lines of a text area, which shrinks to them if nothing makes it taller.
LINES = """text => {
    text.style.minHeight = "0";
    const end = text.offsetHeight - parseFloat(getComputedStyle(text).paddingBottom);
    text.style.minHeight = "";
    return end;
}"""


@pytest.fixture
def text(visit: Visit) -> Locator:
    page = visit(Role.AUTHOR)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/sv/articles/new?kind=concept")
    return page.locator("[name=body]")


def begin(text: Locator, words: str) -> Locator:
    text.focus()
    text.page.keyboard.insert_text(words)  # all at once, so that a single list comes
    options = text.page.get_by_role("listbox", name="Artiklar att länka till")
    expect(options).to_be_visible()
    return options.get_by_role("option")


@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_two_brackets_complete_a_title(text: Locator, key: str) -> None:
    options = begin(text, "Se [[tvätt")
    expect(options).to_have_count(1)
    expect(options.first).to_have_attribute("aria-selected", "true")
    text.press(key)
    expect(text).to_have_value("Se [[Tvättmaskinen som social innovation]]")
    expect(text).to_be_focused()
    text.press_sequentially(" mer")
    expect(text).to_have_value("Se [[Tvättmaskinen som social innovation]] mer")
    expect(text.page.get_by_role("listbox")).to_have_count(0)


@pytest.mark.parametrize("keys", [["ArrowDown"], ["ArrowUp"], ["ArrowDown"] * 3])
def test_arrows_leave_a_single_title_marked(text: Locator, keys: list[str]) -> None:
    options = begin(text, "Se [[tvätt")
    for key in keys:
        text.press(key)
        expect(options.first).to_have_attribute("aria-selected", "true")
    text.press("Enter")
    expect(text).to_have_value("Se [[Tvättmaskinen som social innovation]]")


def test_arrows_go_round(text: Locator) -> None:
    options = begin(text, "[[social innov")
    count = options.count()
    assert count > 1
    for place in [*range(1, count), 0, 1]:
        text.press("ArrowDown")
        expect(options.nth(place)).to_have_attribute("aria-selected", "true")
    for place in [0, count - 1]:
        text.press("ArrowUp")
        expect(options.nth(place)).to_have_attribute("aria-selected", "true")


def test_the_list_follows_every_letter(text: Locator) -> None:
    options = begin(text, "[[tv")
    for letter in "ättm":
        with text.page.expect_response("**/search/titles?*"):
            text.page.keyboard.type(letter)
        expect(options).to_have_count(1)
        expect(options.first).to_have_attribute("aria-selected", "true")


def test_enter_never_takes_a_title_that_answered_other_letters(text: Locator) -> None:
    begin(text, "[[tv")
    text.page.route("**/search/titles?*", lambda route: None)
    text.page.keyboard.type("å")
    text.press("Enter")
    expect(text).to_have_value("[[två\n")


def test_the_browsers_undo_takes_it_back(text: Locator) -> None:
    begin(text, "[[tvätt")
    text.press("Enter")
    text.press("ControlOrMeta+z")
    expect(text).to_have_value("[[tvätt")


def test_brackets_that_the_toolbar_closed_are_not_closed_twice(text: Locator) -> None:
    text.page.get_by_role("button", name="Länk till en artikel").click()
    begin(text, "tvätt").first.click()
    expect(text).to_have_value("[[Tvättmaskinen som social innovation]]")


def test_the_rest_of_the_title_that_stood_there_goes(text: Locator) -> None:
    text.fill("Se [[gammal titel]] och [[annat]]")
    text.evaluate("text => text.setSelectionRange(5, 5)")
    begin(text, "tvätt")
    text.press("Enter")
    expect(text).to_have_value("Se [[Tvättmaskinen som social innovation]] och [[annat]]")


@pytest.mark.parametrize("key", ["ArrowLeft", "Home", "Shift+ArrowLeft"])
def test_the_list_goes_when_the_caret_does(text: Locator, key: str) -> None:
    begin(text, "Se [[tvätt")
    text.press(key)
    expect(text.page.get_by_role("listbox")).to_have_count(0)
    expect(text).to_have_value("Se [[tvätt")


def test_keys_with_others_held_do_their_own_work(text: Locator) -> None:
    begin(text, "Se [[tvätt")
    text.press("Shift+Tab")
    expect(text).not_to_be_focused()
    expect(text).to_have_value("Se [[tvätt")
    expect(text.page.get_by_role("listbox")).to_have_count(0)


def test_how_many_there_are_is_said(text: Locator) -> None:
    options = begin(text, "[[social innov")
    said = text.page.locator("form[data-editor] > [role=status]")
    expect(said).to_have_text(f"{options.count()} förslag")


def test_escape_leaves_what_is_typed(text: Locator) -> None:
    begin(text, "[[tvätt")
    text.press("Escape")
    expect(text.page.get_by_role("listbox")).to_have_count(0)
    text.press("Enter")
    expect(text).to_have_value("[[tvätt\n")


def test_topics_and_other_languages_are_no_titles_to_link_to(text: Locator) -> None:
    options = begin(text, "[[social innov")
    texts = options.all_text_contents()
    assert any("Vad är social innovation?" in text for text in texts)
    assert not any("What is" in text or "Ämne" in text for text in texts)


def test_the_list_is_below_the_line_of_the_caret(text: Locator) -> None:
    words = "Så lång är en rad att den bryts. " * 5
    text.fill("\n".join([words, "En rad"]))
    before = text.evaluate(LINES)
    text.press("ControlOrMeta+End")
    begin(text, " [[tvätt")
    box = text.bounding_box()
    listed = text.page.get_by_role("listbox").bounding_box()
    assert box is not None
    assert listed is not None
    assert box["y"] + before - 2 <= listed["y"] <= box["y"] + before + 6


def test_a_title_that_is_left_is_told_to_be_nearly_another(text: Locator) -> None:
    title = text.page.locator("[name=title]")
    told = text.page.locator("[data-editor-similar] a")
    title.press_sequentially("Tvättmaskinerna som social innovation")
    expect(told).to_have_count(0)
    text.focus()
    expect(told).to_have_text("Tvättmaskinen som social innovation")
    title.fill("Något helt annat")
    text.focus()
    expect(told).to_have_count(0)
