"""Words in a form outside the editor outlast a press beside it; who leaves them is asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Dialog, FilePayload, Page, expect

from tests.builders import make_session, make_tag, make_user
from tests.media.pictures import picture
from wiki.media.store import MediaStore

UNIVERSITY = "/sv/universities/umea/edit"
SITE = "/sv/admin/site"
LOGO: FilePayload = {"name": "Logo.png", "mimeType": "image/png", "buffer": picture("PNG", 90, 60)}


@pytest.fixture
def form_page(app: Flask, page: Page, server_url: str, tmp_path: Path) -> Iterator[Page]:
    """A page of an administrator, in a wiki with a university and a library of its own."""
    before, app.extensions["media"] = app.extensions["media"], MediaStore(tmp_path / "media")
    make_tag("umea", "university", app=app, number=1, label_sv="Umeå", label_en="Umeå")
    token = make_session(app, make_user("admin", app=app))
    page.context.add_cookies([{"name": "session", "value": token, "url": server_url}])
    yield page
    app.extensions["media"] = before


@pytest.mark.parametrize(
    ("address", "field", "file", "send"),
    [
        (UNIVERSITY, "#description_sv", "#file-light", "Skicka den"),
        (SITE, "#answer_sv", "#file", "Spara logotypen"),
    ],
)
def test_a_logo_takes_no_words_away(
    form_page: Page, address: str, field: str, file: str, send: str
) -> None:
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    form_page.on("dialog", note)
    form_page.goto(address)
    form_page.locator(field).fill("Vi är i norr, och det märks.")
    form_page.locator(file).set_input_files(LOGO)
    form_page.get_by_role("button", name=send).first.click()
    expect(form_page.get_by_text("Logotypen är sparad.")).to_be_visible()
    expect(form_page.locator(field)).to_have_value("Vi är i norr, och det märks.")
    assert asked == []
    # They are still unsaved, and are saved as ever.
    with form_page.expect_navigation():
        form_page.locator("form[data-guarded] button").first.click()
    form_page.goto(address)
    expect(form_page.locator(field)).to_have_value("Vi är i norr, och det märks.")
    assert asked == []


def test_who_leaves_with_words_unsent_is_asked(form_page: Page) -> None:
    answers = ["stay", "leave"]

    def answer(dialog: Dialog) -> None:
        assert dialog.type == "beforeunload"
        if answers.pop(0) == "stay":
            dialog.dismiss()
        else:
            dialog.accept()

    form_page.on("dialog", answer)
    form_page.goto(UNIVERSITY)
    away = form_page.locator("footer a[href='/sv/about']")
    away.click()  # nothing is typed yet
    form_page.wait_for_url("**/about")
    form_page.go_back()
    form_page.locator("#description_sv").press_sequentially("Vi är i norr.")
    away.click()
    expect(form_page.locator("#description_sv")).to_have_value("Vi är i norr.")
    assert answers == ["leave"]
    away.click()
    form_page.wait_for_url("**/about")
    assert answers == []
