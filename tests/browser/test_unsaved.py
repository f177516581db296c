"""Test that no input is lost: by leaving, a rejected save, a lost connection or session."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Dialog, Page, expect
from sqlalchemy import delete

from tests.builders import log_in, make_article, make_session, make_user
from wiki.copies.models import WorkingCopy
from wiki.db import db

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


def expect_saved(page: Page, title: str = "Bryggor") -> None:
    """Expect the editor to be open still, with the saved text."""
    expect(page.locator("h1")).to_have_text(f"Redigera ”{title}”")
    expect(page.locator("#title")).to_have_value(title)


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
    editor.locator(".editor-facts > summary").click()
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


def test_a_saved_text_is_no_longer_offered_and_the_caret_stays(editor: Page) -> None:
    write(editor)
    editor.locator("#body").press("Home")  # of the last line, into which the text is wrapped
    place = editor.locator("#body").evaluate("text => text.selectionStart")
    assert 0 < place < len(WORDS)
    editor.locator(SAVE).click()
    expect_saved(editor)
    expect(editor.locator("[data-editor-status]")).to_contain_text("Sparad som version 1")
    expect(editor.get_by_role("link", name="Läs utkastet")).to_be_visible()
    expect(editor.locator("#body")).to_be_focused()
    assert editor.locator("#body").evaluate("text => text.selectionStart") == place
    assert leave(editor) == []
    editor.goto(NEW_ARTICLE)
    expect(editor.locator("[data-editor-kept]")).to_be_hidden()


def test_a_lost_connection_loses_no_text(editor: Page) -> None:
    write(editor)
    editor.context.set_offline(True)
    editor.locator(SAVE).click()
    expect(editor.locator("[data-editor-status]")).to_contain_text("inget är sparat")
    expect(editor.locator("#body")).to_have_value(WORDS)
    editor.context.set_offline(False)
    editor.locator(SAVE).click()
    expect_saved(editor)


@pytest.fixture
def colleague(app: Flask) -> FlaskClient:
    """Return somebody else, who edits without a browser."""
    client = app.test_client()
    log_in(client, make_user("editor", app=app))
    return client


def offers(page: Page) -> list[str]:
    """Return the beginnings of the kept texts that are offered, the latest first."""
    return page.locator("[data-editor-kept-words]:visible").all_inner_texts()


EDIT = "/sv/articles/bryggor/edit"
BODY = "Ett.\n\nTvå.\n\nTre."


@pytest.mark.parametrize("is_renamed", [False, True])
def test_words_kept_at_an_older_version_are_offered_and_merged(
    app: Flask, editor: Page, colleague: FlaskClient, is_renamed: bool
) -> None:
    make_article("Bryggor", make_user("editor", app=app), body=BODY, app=app)
    editor.goto(EDIT)
    editor.locator("#body").fill(BODY.replace("Ett.", "Ett, som jag skrev."))
    expect(editor.locator("[data-editor-status]")).not_to_be_empty()
    leave(editor)
    title = "Kajer" if is_renamed else "Bryggor"
    theirs = {"title": title, "body": BODY.replace("Tre.", "Tre, som någon annan skrev.")}
    colleague.post(EDIT, data={**theirs, "base": "1", "intent": "publish"})
    editor.goto(EDIT)
    assert offers(editor) == ["Bryggor: Ett, som jag skrev. Två. Tre."]
    expect(editor.locator("[data-editor-kept-older]")).to_be_visible()
    editor.locator("[data-editor-kept-take]").click()
    editor.locator(SAVE).click()
    expect(editor.locator(".prose").first).to_contain_text("Ett, som jag skrev.")
    expect(editor.locator(".prose").first).to_contain_text("Tre, som någon annan skrev.")
    editor.goto("/sv/articles/kajer/edit" if is_renamed else EDIT)
    expect(editor.locator("#title")).to_have_value(title)
    expect(editor.locator("[data-editor-kept]")).to_be_hidden()


def test_two_tabs_keep_two_copies_and_saving_one_leaves_the_other(editor: Page) -> None:
    other = editor.context.new_page()
    other.goto(NEW_ARTICLE)
    write(editor, "Bryggor")
    write(other, "Kajer")
    editor.locator(SAVE).click()
    expect_saved(editor)
    leave(other)
    other.goto(NEW_ARTICLE)
    assert offers(other) == [f"Kajer: {WORDS}"]
    other.locator("[data-editor-kept-take]").click()
    expect(other.locator("#title")).to_have_value("Kajer")


def test_several_copies_are_offered_and_taking_one_keeps_what_is_written(editor: Page) -> None:
    for title in ("Bryggor", "Kajer"):
        write(editor, title)
        leave(editor)
        editor.goto(NEW_ARTICLE)
    assert offers(editor) == [f"Kajer: {WORDS}", f"Bryggor: {WORDS}"]
    expect(editor.locator("[data-editor-kept-time]").first).to_contain_text("2026")
    editor.locator("#title").press_sequentially("Hamnar")
    editor.locator("[data-editor-kept-take]").last.click()
    expect(editor.locator("#title")).to_have_value("Bryggor")
    assert sorted(offers(editor)) == ["Hamnar", f"Kajer: {WORDS}"]
    editor.get_by_role("listitem").filter(has_text="Hamnar").get_by_text("Kasta den").click()
    assert offers(editor) == [f"Kajer: {WORDS}"]
    editor.locator(SAVE).click()
    expect_saved(editor)
    editor.goto(NEW_ARTICLE)
    assert offers(editor) == [f"Kajer: {WORDS}"]


def test_a_taken_copy_of_what_was_saved_after_all_makes_no_second_article(
    app: Flask, editor: Page
) -> None:
    write(editor)
    sent = editor.evaluate("Object.fromEntries(new FormData(document.querySelector('.editor')))")
    client = app.test_client()  # a save whose answer never comes
    client.set_cookie("session", editor.context.cookies()[0]["value"])
    assert client.post(NEW_ARTICLE, data=sent).status_code == 303
    leave(editor)
    editor.goto(NEW_ARTICLE)
    editor.locator("[data-editor-kept-take]").click()
    editor.locator(SAVE).click()
    expect_saved(editor)
    assert editor.request.get("/sv/articles/bryggor-2").status == 404


def test_nothing_of_another_account_is_offered(app: Flask, editor: Page, server_url: str) -> None:
    write(editor)
    leave(editor)
    first = editor.context.cookies()
    token = make_session(app, make_user("author", app=app))
    editor.context.add_cookies([{"name": "session", "value": token, "url": server_url}])
    editor.goto(NEW_ARTICLE)
    expect(editor.locator("[data-editor-kept]")).to_be_hidden()
    editor.context.add_cookies(first)  # type: ignore[arg-type]
    editor.goto(NEW_ARTICLE)
    assert offers(editor) == [f"Bryggor: {WORDS}"]


def test_old_copies_age_out(app: Flask, editor: Page) -> None:
    write(editor)
    leave(editor)
    age = """days => { for (const [key, value] of Object.entries(localStorage)) {
        const kept = JSON.parse(value);
        localStorage.setItem(key, JSON.stringify({ ...kept, at: kept.at - days * 86400000 }));
    } }"""
    editor.evaluate(age, 59)
    editor.goto(NEW_ARTICLE)
    assert offers(editor) == [f"Bryggor: {WORDS}"]
    editor.evaluate(age, 2)
    with app.app_context():  # those of the wiki have a test of their own
        db.session.execute(delete(WorkingCopy))
        db.session.commit()
    editor.goto(NEW_ARTICLE)
    expect(editor.locator("[data-editor-kept]")).to_be_hidden()
    assert editor.evaluate("localStorage.length") == 0


FORBIDDEN = "Object.defineProperty(window, 'localStorage', { get() { throw new Error(); } })"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }"


@pytest.mark.parametrize("storage", [FORBIDDEN, FULL])
def test_storage_that_is_full_or_forbidden_is_told(editor: Page, storage: str) -> None:
    editor.add_init_script(storage)
    editor.goto(NEW_ARTICLE)
    write(editor)
    expect(editor.locator("[data-editor-status]")).to_contain_text("kan inte behålla någon kopia")
    assert leave(editor) == ["beforeunload"]
    editor.goto(NEW_ARTICLE)
    write(editor)
    editor.locator(SAVE).click()
    expect_saved(editor)


def test_a_double_click_makes_one_article(editor: Page) -> None:
    write(editor)
    editor.locator(SAVE).dblclick()
    expect_saved(editor)
    assert editor.url.endswith(EDIT)
    assert editor.request.get("/sv/articles/bryggor-2").status == 404


def test_going_back_to_a_sent_form_shows_a_new_one(editor: Page) -> None:
    write(editor)
    first = editor.locator("[name=form_id]").input_value()
    editor.locator(SAVE).click()
    expect_saved(editor)
    editor.go_back()
    expect(editor.locator("#title")).to_have_value("")
    expect(editor.locator("#body")).to_have_value("")
    expect(editor.locator("[data-editor-kept]")).to_be_hidden()
    assert editor.locator("[name=form_id]").input_value() != first


def test_going_back_to_an_edit_never_takes_back_what_others_wrote(
    app: Flask, editor: Page, colleague: FlaskClient
) -> None:
    make_article("Bryggor", make_user("editor", app=app), body=BODY, app=app)
    editor.goto(EDIT)
    editor.locator("#body").fill(BODY.replace("Ett.", "Ett, som jag skrev."))
    editor.locator(SAVE).click()
    expect(editor.locator(".prose").first).to_contain_text("Ett, som jag skrev.")
    mine_and_theirs = BODY.replace("Ett.", "Ett, som jag skrev.").replace("Tre.", "Tre deras.")
    colleague.post(EDIT, data={"title": "Bryggor", "body": mine_and_theirs, "base": "2"})
    editor.go_back()
    expect(editor.locator("#body")).to_have_value(mine_and_theirs)
    expect(editor.locator("[name=base]")).to_have_value("3")


def test_enter_in_the_title_goes_on_and_saves_nothing(editor: Page) -> None:
    sent: list[str] = []
    editor.on("request", lambda found: sent.append(found.url) if found.method == "POST" else None)
    editor.locator("#title").press_sequentially("Bryggor")
    editor.locator("#title").press("Enter")
    expect(editor.locator("#summary")).to_be_focused()
    editor.wait_for_timeout(300)
    assert [url for url in sent if "/preview" not in url] == []
    assert editor.url.endswith(NEW_ARTICLE)
