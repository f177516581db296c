"""Test the advice beside the text: it follows the words, leads to them, and is accessible."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import EVERYTHING, violations
from wiki.accounts.models import Role

CHOSEN = "text => text.value.slice(text.selectionStart, text.selectionEnd)"
TEXT = "😀 Ord.\n\n" + "Rad. Rad.\n\n" * 60 + "Läs [mer](https://example.org/) här.\n"


def test_advice_leads_to_the_words(visit: Visit) -> None:
    page = visit(Role.AUTHOR)
    page.goto("/sv/articles/new?kind=concept")
    panel = page.locator("[data-editor-advice]")
    expect(panel.locator("summary")).to_contain_text("inget att titta på")
    text = page.locator("#body")
    text.fill(TEXT)
    expect(panel.locator("summary")).to_contain_text("2 saker att titta på")
    panel.locator("summary").click()
    link = panel.get_by_role("link", name="Rad 123")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        link.click()
        expect(text).to_be_focused()
        assert text.evaluate(CHOSEN) == "[mer](https://example.org/)"
        expect(page.locator(".written-layer div").nth(122)).to_be_in_viewport()
    page.evaluate(Axe().axe_script)
    assert violations(page, EVERYTHING) == []
    # It follows the summary too, and the panel stays open.
    panel.get_by_role("link", name="Skriv en").click()
    expect(page.locator("#summary")).to_be_focused()
    page.keyboard.type("En text om ord.")
    expect(panel.locator("summary")).to_contain_text("1 sak att titta på")
    expect(link).to_be_visible()
