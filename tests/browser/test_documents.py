"""Test opening a Word document in Chromium: with scripts and without, what was typed stays."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Visit
from tests.documents.test_reading import WHOLE
from wiki.accounts.models import Role


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_document_is_opened_in_the_editor(visit: Visit, scripts: bool) -> None:
    page = visit(Role.AUTHOR, java_script_enabled=scripts)
    page.goto("/sv/articles/new?kind=case")
    page.locator("#summary").fill("Min sammanfattning.")
    page.get_by_text("Öppna ett Word-dokument").click()
    chosen = FilePayload(name="min.docx", mimeType="application/octet-stream", buffer=WHOLE)
    page.get_by_label("Word-dokument (.docx)").set_input_files(chosen)
    with page.expect_navigation():
        page.get_by_role("button", name="Lägg den i texten").click()
    expect(page.locator(".notice-success")).to_contain_text("Utelämnat: 1 bild")
    expect(page.locator("#title")).to_have_value("Min titel")
    expect(page.locator("#summary")).to_have_value("Min sammanfattning.")
    expect(page.locator(".editor-preview h2", has_text="Bakgrund")).to_be_visible()
