"""Test that no input is lost: by leaving, a rejected save, a lost connection or session."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.browser.writing import BODY, EDIT, NEW_ARTICLE, SAVE, WORDS, expect_saved, leave, write
from tests.builders import make_article, make_user


def test_leaving_warns_and_coming_back_offers_the_text(editor_page: Page) -> None:
    write(editor_page)
    assert leave(editor_page) == ["beforeunload"]
    editor_page.goto(NEW_ARTICLE)
    expect(editor_page.locator("#body")).to_have_value("")
    editor_page.locator("[data-editor-kept-take]").click()
    expect(editor_page.locator("#title")).to_have_value("Bryggor")
    expect(editor_page.locator("#body")).to_have_value(WORDS)
    expect(editor_page.locator("[data-editor-kept]")).to_be_hidden()


def test_check_boxes_are_stored_too(editor_page: Page) -> None:
    editor_page.goto("/sv/articles/new?kind=case")
    editor_page.locator(".editor-facts > summary").click()
    editor_page.get_by_label("Process", exact=True).check()
    editor_page.get_by_label("10 Minskad ojämlikhet").check()
    expect(editor_page.locator("[data-editor-status]")).not_to_be_empty()
    assert leave(editor_page) == ["beforeunload"]
    editor_page.goto("/sv/articles/new?kind=case")
    expect(editor_page.get_by_label("Process", exact=True)).not_to_be_checked()
    editor_page.locator("[data-editor-kept-take]").click()
    expect(editor_page.get_by_label("Process", exact=True)).to_be_checked()
    expect(editor_page.get_by_label("10 Minskad ojämlikhet")).to_be_checked()
    expect(editor_page.get_by_label("Produkt", exact=True)).not_to_be_checked()


def test_a_stored_text_can_be_discarded(editor_page: Page) -> None:
    write(editor_page)
    leave(editor_page)
    editor_page.goto(NEW_ARTICLE)
    with editor_page.expect_response(re.compile("/drop$")):
        editor_page.locator("[data-editor-kept-drop]").click()
    editor_page.reload()
    expect(editor_page.locator("[data-editor-kept]")).to_be_hidden()


def test_leaving_an_untouched_text_says_nothing(editor_page: Page) -> None:
    assert leave(editor_page) == []
    editor_page.goto(NEW_ARTICLE)
    expect(editor_page.locator("[data-editor-kept]")).to_be_hidden()


def test_a_refused_save_gives_the_text_back_and_still_guards_it(editor_page: Page) -> None:
    write(editor_page, title=" ")
    with editor_page.expect_response(NEW_ARTICLE) as answer:
        editor_page.locator(SAVE).click()
    assert (answer.value.request.method, answer.value.status) == ("POST", 422)
    expect(editor_page.locator("[data-error-summary]")).to_be_visible()
    expect(editor_page.locator("#body")).to_have_value(WORDS)
    assert leave(editor_page) == ["beforeunload"]
    editor_page.goto(NEW_ARTICLE)
    editor_page.locator("[data-editor-kept-take]").click()
    expect(editor_page.locator("#body")).to_have_value(WORDS)


def test_a_saved_text_is_no_longer_offered_and_the_caret_stays(editor_page: Page) -> None:
    write(editor_page)
    editor_page.locator("#body").press("Home")  # of the last line, into which the text is wrapped
    place = editor_page.locator("#body").evaluate("text => text.selectionStart")
    assert 0 < place < len(WORDS)
    editor_page.locator(SAVE).click()
    expect_saved(editor_page)
    expect(editor_page.locator("[data-editor-status]")).to_contain_text("Sparad som version 1")
    expect(editor_page.get_by_role("link", name="Läs utkastet")).to_be_visible()
    expect(editor_page.locator("#body")).to_be_focused()
    assert editor_page.locator("#body").evaluate("text => text.selectionStart") == place
    assert leave(editor_page) == []
    editor_page.goto(NEW_ARTICLE)
    expect(editor_page.locator("[data-editor-kept]")).to_be_hidden()


def test_a_lost_connection_loses_no_text(editor_page: Page) -> None:
    write(editor_page)
    editor_page.context.set_offline(True)
    editor_page.locator(SAVE).click()
    expect(editor_page.locator("[data-editor-status]")).to_contain_text("inget är sparat")
    expect(editor_page.locator("#body")).to_have_value(WORDS)
    editor_page.context.set_offline(False)
    editor_page.locator(SAVE).click()
    expect_saved(editor_page)


FORBIDDEN = "Object.defineProperty(window, 'localStorage', { get() { throw new Error(); } })"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }"


@pytest.mark.parametrize("storage", [FORBIDDEN, FULL])
def test_storage_that_is_full_or_forbidden_is_told(editor_page: Page, storage: str) -> None:
    editor_page.add_init_script(storage)
    editor_page.goto(NEW_ARTICLE)
    write(editor_page)
    expect(editor_page.locator("[data-editor-status]")).to_contain_text(
        "kan inte behålla någon kopia"
    )
    assert leave(editor_page) == ["beforeunload"]
    editor_page.goto(NEW_ARTICLE)
    write(editor_page)
    editor_page.locator(SAVE).click()
    expect_saved(editor_page)


def test_a_double_click_makes_one_article(editor_page: Page) -> None:
    write(editor_page)
    editor_page.locator(SAVE).dblclick()
    expect_saved(editor_page)
    assert editor_page.url.endswith(EDIT)
    assert editor_page.request.get("/sv/articles/bryggor-2").status == 404


def test_going_back_to_a_sent_form_shows_a_new_one(editor_page: Page) -> None:
    write(editor_page)
    first = editor_page.locator("[name=form_id]").input_value()
    editor_page.locator(SAVE).click()
    expect_saved(editor_page)
    editor_page.go_back()
    expect(editor_page.locator("#title")).to_have_value("")
    expect(editor_page.locator("#body")).to_have_value("")
    expect(editor_page.locator("[data-editor-kept]")).to_be_hidden()
    assert editor_page.locator("[name=form_id]").input_value() != first


def test_going_back_to_an_edit_never_takes_back_what_others_wrote(
    app: Flask, editor_page: Page, editing: FlaskClient
) -> None:
    make_article("Bryggor", make_user("editor", app=app), body=BODY, app=app)
    editor_page.goto(EDIT)
    editor_page.locator("#body").fill(BODY.replace("Ett.", "Ett, som jag skrev."))
    editor_page.locator(SAVE).click()
    expect(editor_page.locator("[name=base]")).to_have_value("2")
    mine_and_theirs = BODY.replace("Ett.", "Ett, som jag skrev.").replace("Tre.", "Tre deras.")
    editing.post(EDIT, data={"title": "Bryggor", "body": mine_and_theirs, "base": "2"})
    editor_page.go_back()
    expect(editor_page.locator("#body")).to_have_value(mine_and_theirs)
    expect(editor_page.locator("[name=base]")).to_have_value("3")


def test_enter_in_the_title_goes_on_and_saves_nothing(editor_page: Page) -> None:
    sent: list[str] = []
    editor_page.on(
        "request", lambda found: sent.append(found.url) if found.method == "POST" else None
    )
    editor_page.locator("#title").press_sequentially("Bryggor")
    editor_page.locator("#title").press("Enter")
    expect(editor_page.locator("#summary")).to_be_focused()
    editor_page.wait_for_timeout(300)
    assert [url for url in sent if "/preview" not in url] == []
    assert editor_page.url.endswith(NEW_ARTICLE)
