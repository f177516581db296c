"""Test the fold of facts in the editor, the picker of moments, and the examples of the help."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from wiki.accounts.models import Role


@pytest.mark.parametrize("width", [1280, 390])
def test_facts_fold_and_moments_are_picked(visit: Visit, width: int) -> None:
    page = visit(Role.AUTHOR, viewport={"width": width, "height": 800})
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/sv/articles/new?kind=event")
    starts, facts = page.locator("#starts_at"), page.locator(".editor-facts > summary")
    expect(starts).to_be_hidden()
    expect(facts).to_contain_text("0 av")
    facts.click()
    picker = page.get_by_label("Välj dag och tid: Börjar")
    picker.fill("2099-12-05T15:00")
    expect(starts).to_have_value("2099-12-05 15:00")
    starts.fill("2099-12")  # what is typed counts, also when it is less exact
    expect(picker).to_have_value("")
    starts.fill("2099-12-06 10:30")
    expect(picker).to_have_value("2099-12-06T10:30")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.reload()
    expect(starts).to_be_visible()
    facts.click()
    # An example of the help is shown by the preview.
    page.get_by_text("Så skriver du").click()
    page.locator("[data-editor-try^='##']").click()
    expect(page.locator("#body")).to_have_value("## Rubrik")
    expect(page.locator(".editor-preview h2").nth(1)).to_contain_text("Rubrik")
    page.goto("/sv/articles/new?kind=event")
    expect(starts).to_be_hidden()
