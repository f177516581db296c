"""Test find and replace in the text of the editor: by keyboard, with axe, undone in one step."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import EVERYTHING, violations
from wiki.accounts.models import Role

CHOSEN = "text => text.value.slice(text.selectionStart, text.selectionEnd)"
MARKED = """name => [...(CSS.highlights.get(name) ?? [])].map(
    (range) => range.cloneContents().textContent)"""
TEXT = "Råd i Umeå.\n\n**råd** och råd*\n" + "\n".join(f"Rad {n}" for n in range(120)) + "\nrådslag"


def marked(page: Page, name: str) -> list[str]:
    found: list[str] = page.evaluate(MARKED, name)
    return found


def test_words_are_found_and_replaced(visit: Visit) -> None:
    page = visit(Role.AUTHOR)
    page.goto("/sv/articles/new?kind=concept")
    text = page.locator("#body")
    text.fill(TEXT)
    text.evaluate("text => text.setSelectionRange(0, 0)")
    text.press("Control+h")
    bar = page.get_by_role("group", name="Sök och ersätt")
    words, other = bar.get_by_label("Sök efter"), bar.get_by_label("Ersätt med")
    told = bar.get_by_role("status")
    expect(words).to_be_focused()
    words.press_sequentially("råd")
    expect(told).to_have_text("1 av 4")
    assert marked(page, "found") == ["Råd", "råd", "råd", "råd"]
    assert marked(page, "found-now") == ["Råd"]
    page.keyboard.press("Shift+Enter")
    expect(told).to_have_text("4 av 4")
    # What is found comes into view; on a phone too.
    page.set_viewport_size({"width": 390, "height": 844})
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Enter")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("scrollY") > 1_000
    page.evaluate(Axe().axe_script)
    assert violations(page, EVERYTHING) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    bar.get_by_label("Skilj på stora och små bokstäver").check()
    expect(told).to_have_text("3 av 3")
    # One after another, then all; the text keeps no mark.
    words.fill("råd")
    expect(told).to_have_text("3 av 3")
    other.fill("[$&]")
    other.press("Enter")
    expect(text).to_have_value(TEXT.replace("rådslag", "[$&]slag"))
    expect(other).to_be_focused()
    expect(told).to_have_text("1 av 2")
    bar.get_by_role("button", name="Alla").click()
    expect(told).to_have_text("Ersatta: 2")
    expect(text).to_have_value(TEXT.replace("råd", "[$&]"))
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(text).to_have_value(TEXT)
    look_for_others(page, words, told)


def look_for_others(page: Page, words: Locator, told: Locator) -> None:
    text, bar = page.locator("#body"), page.get_by_role("group", name="Sök och ersätt")
    words.fill("saknas")
    expect(told).to_have_text("Det finns inte i texten.")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    expect(text).to_be_focused()
    assert marked(page, "found") == []
    # What is chosen is looked for.
    text.evaluate("text => text.setSelectionRange(6, 10)")
    page.get_by_role("button", name="Sök och ersätt").click()
    expect(words).to_have_value("Umeå")
    expect(told).to_have_text("1 av 1")
    assert text.evaluate(CHOSEN) == "Umeå"
