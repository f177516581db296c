"""Open pages full of hostile texts in Chromium: nothing of it runs, and the policy has no work."""

from flask import Flask
from playwright.sync_api import Dialog, Page, expect

from tests.builders import make_article, make_session, make_user
from tests.journeys.test_hostile_texts import BODY, EVIL, LINES
from wiki.articles.actions.save import create_article
from wiki.articles.text import check_text
from wiki.copies.actions import keep_copy
from wiki.copies.queries import CopyPlace

# A picture that is there: one that is not would be a fault of the page.
SHOWN = BODY.replace("/media/1/a.png", "/static/icons.svg")
ADDRESS = "/sv/articles/img-src-x-onerror-alert-1"
FACTS = {"challenge": EVIL, "novelty": EVIL, "place": LINES[0]}


def test_nothing_runs(app: Flask, page: Page, server_url: str) -> None:
    editor = make_user("editor", LINES[0], app=app)
    make_article("Andra", editor, body=f"Se [[{LINES[0]}]].", app=app)
    with app.app_context():
        text = check_text("case", LINES[0], EVIL[:300], SHOWN, FACTS)
        create_article("sv", "case", text, editor.viewer, publish=True)
        words = {"title": [EVIL], "body": [SHOWN], "form_id": ["1" * 32]}
        keep_copy(CopyPlace("sv", "concept"), "1" * 32, 0, words, editor.viewer)
    page.context.add_cookies(
        [{"name": "session", "value": make_session(app, editor), "url": server_url}]
    )
    shown: list[str] = []

    def note(dialog: Dialog) -> None:
        shown.append(dialog.message)  # a question before leaving has none
        dialog.accept()

    page.on("dialog", note)
    for address in (ADDRESS, f"{ADDRESS}/history", "/sv/articles/", "/sv/account", "/sv/"):
        page.goto(address)
        page.keyboard.press("Tab")
    page.goto(f"{ADDRESS}/edit")
    expect(page.locator(".editor-preview")).to_contain_text("alert(1)")
    page.locator("#body").press("ControlOrMeta+End")
    page.keyboard.type(" mer")
    expect(page.locator(".editor-preview")).to_contain_text(" mer")
    page.goto("/sv/articles/new?kind=concept")
    page.locator("[data-editor-kept-take]").click()
    expect(page.locator("#title")).to_have_value(EVIL[:200])
    expect(page.locator(".editor-preview")).to_contain_text("alert(1)")
    page.locator("#body").press("ControlOrMeta+End")
    page.keyboard.type("\n\n[[img")
    page.wait_for_timeout(300)
    page.goto("/sv/articles/andra")
    page.locator(".prose a").first.focus()
    expect(page.locator(".peek")).to_be_visible()
    assert [words for words in shown if words] == []
