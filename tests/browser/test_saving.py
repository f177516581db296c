"""Test keys that save, and the preview that follows and hides, in one journey each."""

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from tests.builders import log_in, make_article, make_session, make_user

NEW_ARTICLE = "/sv/articles/new?kind=concept"
MANY = "\n\n".join(f"## Del {number}\n\nOrd {number}.\n\n- a\n- b" for number in range(40))


@pytest.fixture
def editor(app: Flask, page: Page, server_url: str) -> Page:
    person = make_user("author", app=app)
    page.context.add_cookies(
        [{"name": "session", "value": make_session(app, person), "url": server_url}]
    )
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def test_a_key_saves_and_stays(app: Flask, editor: Page) -> None:
    editor.goto(NEW_ARTICLE)
    text, status = editor.locator("#body"), editor.locator("[data-editor-status]")
    editor.locator("#title").fill("Bryggor")
    text.fill("Ett.\n\nTvå.\n\nTre.")
    text.press("Control+s")
    expect(status).to_contain_text("Utkast 1")
    assert editor.url.endswith("/sv/articles/bryggor/edit")
    expect(text).to_be_focused()
    expect(editor.locator("[name=base]")).to_have_value("1")
    assert editor.evaluate("Object.keys(localStorage).filter((key) => /unsaved/.test(key))") == []
    # Somebody else saves; what does not overlap is in the text afterwards.
    colleague = app.test_client()
    log_in(colleague, make_user("editor", app=app))
    theirs = {"title": "Bryggor", "body": "Ett.\n\nTvå.\n\nTre, deras.", "base": "1"}
    assert colleague.post("/sv/articles/bryggor/edit", data=theirs).status_code == 303
    text.press("Control+Home")
    editor.keyboard.type("Mitt: ")
    editor.keyboard.press("Control+s")
    expect(status).to_contain_text("Utkast 3")
    expect(text).to_have_value("Mitt: Ett.\n\nTvå.\n\nTre, deras.")
    expect(editor.locator("[name=base]")).to_have_value("3")
    # Without a connection the words stay, and it is said.
    editor.keyboard.type("och ")
    editor.context.set_offline(True)
    editor.keyboard.press("Control+s")
    expect(status).to_contain_text("Inte sparat")
    editor.context.set_offline(False)
    # What cannot be saved is answered as by the button.
    editor.locator("#title").fill("")
    editor.keyboard.press("Control+s")
    expect(editor.locator("[data-error-summary]")).to_be_visible()
    editor.locator("#title").fill("Bryggor")
    text.press("Control+Enter")
    expect(editor.locator("h1")).to_have_text("Bryggor")
    expect(editor.locator(".prose").first).to_contain_text("Mitt: och Ett.")


def test_the_preview_follows_the_caret_and_can_be_hidden(app: Flask, editor: Page) -> None:
    make_article("Kajer", make_user("editor", app=app), body=MANY, app=app)
    editor.set_viewport_size({"width": 1280, "height": 800})
    editor.goto("/sv/articles/kajer/edit")
    text, last = editor.locator("#body"), editor.locator(".editor-preview h2", has_text="Del 39")
    expect(editor.locator("[data-editor-length]")).to_contain_text("240 ord, 2 min")
    text.press("Control+End")
    editor.keyboard.type(" mer")
    expect(editor.locator(".editor-preview li").last).to_have_text("b mer")
    expect(last).to_be_in_viewport()
    text.press("Control+Home")
    expect(last).not_to_be_in_viewport()
    expect(editor.locator(".editor-preview h2", has_text="Del 0")).to_be_in_viewport()
    wide = "document.querySelector('#body').offsetWidth"
    before = editor.evaluate(wide)
    editor.locator("[data-editor-view]").click()
    expect(editor.locator(".editor-preview")).to_be_hidden()
    assert editor.evaluate(wide) > 1.5 * before
    editor.reload()
    expect(editor.locator(".editor-preview")).to_be_hidden()
    editor.locator("[data-editor-view]").click()
    expect(editor.locator(".editor-preview")).to_be_visible()


def test_one_preview_is_made_at_a_time_and_the_last_words_are_shown(editor: Page) -> None:
    asked: list[str] = []
    held: list[Route] = []

    def hold(route: Route) -> None:
        if asked:
            route.continue_()
        else:
            held.append(route)
        asked.append(route.request.post_data or "")

    editor.goto(NEW_ARTICLE)
    editor.route("**/articles/preview?*", hold)
    with editor.expect_request("**/articles/preview?*"):
        editor.locator("#body").press_sequentially("Ett")
    for words in (" två", " tre", " fyra"):
        editor.keyboard.type(words)
        editor.wait_for_timeout(250)  # longer than it waits for more
    assert len(asked) == 1
    with editor.expect_request(lambda sent: "fyra" in (sent.post_data or "")):
        held.pop().continue_()
    expect(editor.locator(".editor-preview")).to_contain_text("Ett två tre fyra")
