"""Test that no input is lost: by leaving, a rejected save, a lost connection or session."""

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Page, expect

from tests.builders import make_session, make_user

NEW_ARTICLE = "/sv/articles/new?kind=concept"
SAVE = "[name=intent][value=save]"
WORDS = "Ord som inte får gå förlorade, inte ens när någonting går sönder."


@pytest.fixture
def editor(app: Flask, page: Page, server_url: str) -> Page:
    """Return the empty editor, opened by an author."""
    token = make_session(app, make_user("author", app=app))
    page.context.add_cookies([{"name": "session", "value": token, "url": server_url}])
    page.goto(NEW_ARTICLE)
    return page


def write(page: Page, title: str = "Bryggor") -> None:
    """Type a text, and wait until the browser has stored its copy."""
    page.locator("#title").press_sequentially(title)
    page.locator("#body").press_sequentially(WORDS)
    expect(page.locator("[data-editor-status]")).not_to_be_empty()


def leave(page: Page, address: str = "/sv/about") -> list[str]:
    """Leave in spite of every warning; return the types of the warnings."""
    warnings: list[str] = []

    def accept(dialog: Dialog) -> None:
        warnings.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.goto(address)
    page.remove_listener("dialog", accept)
    return warnings


def test_leaving_warns_and_coming_back_offers_the_text(editor: Page) -> None:
    write(editor)
    assert leave(editor) == ["beforeunload"]
    editor.goto(NEW_ARTICLE)
    expect(editor.locator("#body")).to_have_value("")
    editor.locator("[data-editor-kept-take]").click()
    expect(editor.locator("#title")).to_have_value("Bryggor")
    expect(editor.locator("#body")).to_have_value(WORDS)
    expect(editor.locator("[data-editor-kept]")).to_be_hidden()


def test_check_boxes_are_stored_too(editor: Page) -> None:
    editor.goto("/sv/articles/new?kind=case")
    editor.get_by_label("Process", exact=True).check()
    editor.get_by_label("10 Minskad ojämlikhet").check()
    expect(editor.locator("[data-editor-status]")).not_to_be_empty()
    assert leave(editor) == ["beforeunload"]
    editor.goto("/sv/articles/new?kind=case")
    expect(editor.get_by_label("Process", exact=True)).not_to_be_checked()
    editor.locator("[data-editor-kept-take]").click()
    expect(editor.get_by_label("Process", exact=True)).to_be_checked()
    expect(editor.get_by_label("10 Minskad ojämlikhet")).to_be_checked()
    expect(editor.get_by_label("Produkt", exact=True)).not_to_be_checked()


def test_a_stored_text_can_be_discarded(editor: Page) -> None:
    write(editor)
    leave(editor)
    editor.goto(NEW_ARTICLE)
    editor.locator("[data-editor-kept-drop]").click()
    editor.reload()
    expect(editor.locator("[data-editor-kept]")).to_be_hidden()


def test_leaving_an_untouched_text_says_nothing(editor: Page) -> None:
    assert leave(editor) == []
    editor.goto(NEW_ARTICLE)
    expect(editor.locator("[data-editor-kept]")).to_be_hidden()


def test_a_refused_save_gives_the_text_back_and_still_guards_it(editor: Page) -> None:
    write(editor, title=" ")
    with editor.expect_response(NEW_ARTICLE) as answer:
        editor.locator(SAVE).click()
    assert (answer.value.request.method, answer.value.status) == ("POST", 422)
    expect(editor.locator("[data-error-summary]")).to_be_visible()
    expect(editor.locator("#body")).to_have_value(WORDS)
    assert leave(editor) == ["beforeunload"]
    editor.goto(NEW_ARTICLE)
    editor.locator("[data-editor-kept-take]").click()
    expect(editor.locator("#body")).to_have_value(WORDS)


def test_a_saved_text_is_no_longer_offered(editor: Page) -> None:
    write(editor)
    editor.locator(SAVE).click()
    expect(editor.locator("h1")).to_have_text("Bryggor")
    assert leave(editor) == []
    editor.goto(NEW_ARTICLE)
    expect(editor.locator("[data-editor-kept]")).to_be_hidden()


def test_a_lost_connection_loses_no_text(editor: Page) -> None:
    write(editor)
    editor.context.set_offline(True)
    editor.locator(SAVE).click()
    editor.wait_for_url("chrome-error://**")
    editor.context.set_offline(False)
    editor.goto("/sv/about")
    editor.goto(NEW_ARTICLE)
    editor.locator("[data-editor-kept-take]").click()
    expect(editor.locator("#body")).to_have_value(WORDS)


def test_an_ended_session_loses_no_text(editor: Page) -> None:
    write(editor)
    editor.context.clear_cookies()
    editor.locator(SAVE).click()
    expect(editor.locator("main")).to_contain_text("Logga in")
    kept = editor.locator("main textarea[readonly]")
    assert WORDS in [kept.nth(number).input_value() for number in range(kept.count())]
