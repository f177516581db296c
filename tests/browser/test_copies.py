"""What is typed is kept on the wiki, and its writer goes on in another browser."""

from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.builders import PASSWORD, log_in, make_article, make_session, make_user
from tests.fixtures.browser import watched_context

NEW = "/sv/articles/new?kind=concept"
STATUS = "[data-editor-status]"


def test_words_go_on_in_another_browser(
    app: Flask, browser: Browser, page: Page, server_url: str
) -> None:
    person = make_user("author", app=app)

    def logged_in() -> Any:
        return {"name": "session", "value": make_session(app, person), "url": server_url}

    page.context.add_cookies([logged_in()])
    page.goto(NEW)
    page.locator("#title").press_sequentially("Bryggor")
    page.locator("#body").press_sequentially("Vid ån.")
    expect(page.locator(STATUS)).to_contain_text("Kopia sparad")
    with watched_context(browser, server_url) as elsewhere:
        elsewhere.add_cookies([logged_in()])
        other = elsewhere.new_page()
        other.goto(NEW)
        expect(other.locator("[data-editor-kept-words]")).to_have_text("Bryggor: Vid ån.")
        other.locator("[data-editor-kept-take]").click()
        expect(other.locator("#body")).to_have_value("Vid ån.")
        expect(other.locator("[data-editor-kept]")).to_be_hidden()
        other.locator("#body").press("ControlOrMeta+End")
        other.locator("#body").press_sequentially(" Och vid sjön.")
        expect(other.locator(STATUS)).to_contain_text("Kopia sparad")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()  # the words of the other browser are newer, and shown once
    expect(page.locator("[data-editor-kept-words]")).to_have_text("Bryggor: Vid ån. Och vid sjön.")
    page.locator("#title").press_sequentially("Något annat")
    page.context.set_offline(True)
    expect(page.locator(STATUS)).to_contain_text("ingen kontakt")
    page.context.set_offline(False)
    page.locator("[data-editor-kept-take]").click()
    expect(page.locator("#body")).to_have_value("Vid ån. Och vid sjön.")
    expect(page.locator("[data-editor-kept-words]")).to_have_text("Något annat")
    page.locator("[data-editor-kept-drop]").click()
    expect(page.locator("[data-editor-kept]")).to_be_hidden()
    page.locator("[name=intent][value=save]").click()
    expect(page.locator("h1")).to_have_text("Redigera ”Bryggor”")
    page.goto(NEW)
    expect(page.locator("[data-editor-kept]")).to_be_hidden()


def test_an_ended_session_goes_on_where_it_was(app: Flask, page: Page, server_url: str) -> None:
    person = make_user("author", app=app)
    token = make_session(app, person)
    page.context.add_cookies([{"name": "session", "value": token, "url": server_url}])
    page.goto(NEW)
    page.context.clear_cookies()
    page.locator("#title").press_sequentially("Bryggor")
    page.locator("#body").press_sequentially(
        "Vid ån."
    )  # the copy for the wiki meets the ended session
    again = page.locator("[data-session-dialog]")
    expect(again).to_be_visible()
    again.get_by_role("button", name="Skriv vidare").click()
    page.locator("[name=intent][value=save]").click()
    with page.context.expect_page() as opened:
        again.get_by_role("link", name="Logga in i ett nytt fönster").click()
    there = opened.value
    there.locator("main [name=email]").fill(person.email)
    there.locator("main [name=password]").fill(PASSWORD)
    there.locator("main .form-actions button").click()
    expect(there.locator("h1")).to_have_text("Du är inloggad")
    there.close()
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")  # a headless browser has no windows
    expect(page.locator("h1")).to_have_text("Redigera ”Bryggor”")
    expect(page.locator(".prose").first).to_contain_text("Vid ån.")
    page.goto(NEW)
    expect(page.locator("[data-editor-kept]")).to_be_hidden()


def test_an_open_editor_is_told_to_others(app: Flask, page: Page, server_url: str) -> None:
    editor = make_user("editor", "Eva Berg", app=app)
    article = make_article("Bryggor", editor, body="Ord.", app=app)
    elsewhere = app.test_client()
    log_in(elsewhere, editor)
    token = make_session(app, make_user("author", "Sara Ek", app=app))
    page.context.add_cookies([{"name": "session", "value": token, "url": server_url}])
    edit = "/sv/articles/bryggor/edit"
    elsewhere.post(f"/sv/copies/open?article={article}", data={"form_id": "1" * 32})
    with page.expect_response("**/copies/open?*"):
        page.goto(edit)
    assert "Sara Ek öppnade den här för en minut sedan." in elsewhere.get(edit).text
    expect(page.locator("[data-editor-others]")).to_contain_text("Eva Berg öppnade")
