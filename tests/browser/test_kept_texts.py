"""Each text that the browser has kept is offered where it belongs, and to its writer alone."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import delete

from tests.browser.writing import (
    BODY,
    EDIT,
    NEW_ARTICLE,
    SAVE,
    WORDS,
    expect_saved,
    leave,
    offers,
    write,
)
from tests.builders import make_article, make_session, make_user
from wiki.copies.models import WorkingCopy
from wiki.db import db


@pytest.mark.parametrize("is_renamed", [False, True])
def test_words_kept_at_an_older_version_are_offered_and_merged(
    app: Flask, editor_page: Page, editing: FlaskClient, is_renamed: bool
) -> None:
    make_article("Bryggor", make_user("editor", app=app), body=BODY, app=app)
    editor_page.goto(EDIT)
    editor_page.locator("#body").fill(BODY.replace("Ett.", "Ett, som jag skrev."))
    expect(editor_page.locator("[data-editor-status]")).not_to_be_empty()
    leave(editor_page)
    title = "Kajer" if is_renamed else "Bryggor"
    theirs = {"title": title, "body": BODY.replace("Tre.", "Tre, som någon annan skrev.")}
    editing.post(EDIT, data={**theirs, "base": "1", "intent": "publish"})
    editor_page.goto(EDIT)
    assert offers(editor_page) == ["Bryggor: Ett, som jag skrev. Två. Tre."]
    expect(editor_page.locator("[data-editor-kept-older]")).to_be_visible()
    editor_page.locator("[data-editor-kept-take]").click()
    editor_page.locator(SAVE).click()
    expect(editor_page.locator("[name=base]")).to_have_value("3")
    expect(editor_page.locator(".prose").first).to_contain_text("Ett, som jag skrev.")
    expect(editor_page.locator(".prose").first).to_contain_text("Tre, som någon annan skrev.")
    editor_page.goto("/sv/articles/kajer/edit" if is_renamed else EDIT)
    expect(editor_page.locator("#title")).to_have_value(title)
    expect(editor_page.locator("[data-editor-kept]")).to_be_hidden()


def test_two_tabs_keep_two_copies_and_saving_one_leaves_the_other(editor_page: Page) -> None:
    other = editor_page.context.new_page()
    other.goto(NEW_ARTICLE)
    write(editor_page, "Bryggor")
    write(other, "Kajer")
    editor_page.locator(SAVE).click()
    expect_saved(editor_page)
    leave(other)
    other.goto(NEW_ARTICLE)
    assert offers(other) == [f"Kajer: {WORDS}"]
    other.locator("[data-editor-kept-take]").click()
    expect(other.locator("#title")).to_have_value("Kajer")


def test_a_text_that_the_wiki_kept_too_goes_at_one_press(editor_page: Page) -> None:
    write(editor_page)
    expect(editor_page.locator("[data-editor-status]")).to_contain_text("Kopia sparad")
    leave(editor_page)
    editor_page.goto(NEW_ARTICLE)
    assert offers(editor_page) == [f"Bryggor: {WORDS}"]
    with editor_page.expect_response("**/drop"):
        editor_page.get_by_text("Kasta den").click()
    expect(editor_page.locator("[data-editor-kept]")).to_be_hidden()
    editor_page.reload()
    assert offers(editor_page) == []
    # An address that names it, as another tab may have, says so.
    editor_page.goto(f"{NEW_ARTICLE}&copy={'a' * 32}")
    expect(editor_page.get_by_text("Den här texten finns inte kvar")).to_be_visible()


def test_several_copies_are_offered_and_taking_one_keeps_what_is_written(editor_page: Page) -> None:
    for title in ("Bryggor", "Kajer"):
        write(editor_page, title)
        leave(editor_page)
        editor_page.goto(NEW_ARTICLE)
    assert offers(editor_page) == [f"Kajer: {WORDS}", f"Bryggor: {WORDS}"]
    for moment in editor_page.locator("[data-editor-kept-time]").all_inner_texts():
        assert re.fullmatch(r"\d+ [a-z]+ 2026 \d\d:\d\d", moment)  # as the wiki writes it
    editor_page.locator("#title").press_sequentially("Hamnar")
    editor_page.locator("[data-editor-kept-take]").last.click()
    expect(editor_page.locator("#title")).to_have_value("Bryggor")
    assert sorted(offers(editor_page)) == ["Hamnar", f"Kajer: {WORDS}"]
    editor_page.get_by_role("listitem").filter(has_text="Hamnar").get_by_text("Kasta den").click()
    assert offers(editor_page) == [f"Kajer: {WORDS}"]
    editor_page.locator(SAVE).click()
    expect_saved(editor_page)
    editor_page.goto(NEW_ARTICLE)
    assert offers(editor_page) == [f"Kajer: {WORDS}"]


def test_a_taken_copy_of_what_was_saved_after_all_makes_no_second_article(
    app: Flask, editor_page: Page
) -> None:
    write(editor_page)
    sent = editor_page.evaluate(
        "Object.fromEntries(new FormData(document.querySelector('.editor')))"
    )
    client = app.test_client()  # a save whose answer never comes
    client.set_cookie("session", editor_page.context.cookies()[0]["value"])
    assert client.post(NEW_ARTICLE, data=sent).status_code == 303
    leave(editor_page)
    editor_page.goto(NEW_ARTICLE)
    editor_page.locator("[data-editor-kept-take]").click()
    editor_page.locator(SAVE).click()
    expect_saved(editor_page)
    assert editor_page.request.get("/sv/articles/bryggor-2").status == 404


def test_nothing_of_another_account_is_offered(
    app: Flask, editor_page: Page, server_url: str
) -> None:
    write(editor_page)
    leave(editor_page)
    first: Any = editor_page.context.cookies()
    token = make_session(app, make_user("author", app=app))
    editor_page.context.add_cookies([{"name": "session", "value": token, "url": server_url}])
    editor_page.goto(NEW_ARTICLE)
    expect(editor_page.locator("[data-editor-kept]")).to_be_hidden()
    editor_page.context.add_cookies(first)
    editor_page.goto(NEW_ARTICLE)
    assert offers(editor_page) == [f"Bryggor: {WORDS}"]


def test_old_copies_age_out(app: Flask, editor_page: Page) -> None:
    write(editor_page)
    leave(editor_page)
    age = """days => { for (const [key, value] of Object.entries(localStorage)) {
        const kept = JSON.parse(value);
        localStorage.setItem(key, JSON.stringify({ ...kept, at: kept.at - days * 86400000 }));
    } }"""
    editor_page.evaluate(age, 59)
    editor_page.goto(NEW_ARTICLE)
    assert offers(editor_page) == [f"Bryggor: {WORDS}"]
    editor_page.evaluate(age, 2)
    with app.app_context():  # those of the wiki have a test of their own
        db.session.execute(delete(WorkingCopy))
        db.session.commit()
    editor_page.goto(NEW_ARTICLE)
    expect(editor_page.locator("[data-editor-kept]")).to_be_hidden()
    assert editor_page.evaluate("localStorage.length") == 0
