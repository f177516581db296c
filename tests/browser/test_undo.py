"""Test undo from the message about an action: it stays, and needs no script."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.builders import make_article, make_session, make_user
from tests.fixtures.browser import watched_context


@pytest.mark.parametrize("has_scripts", [True, False])
def test_an_archived_article_comes_back_with_one_press(
    app: Flask, browser: Browser, server_url: str, has_scripts: bool
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    editor = make_user("editor", app=app)
    make_article("Bryggor", editor, app=app)
    with watched_context(browser, server_url, java_script_enabled=has_scripts) as context:
        token = make_session(app, editor)
        context.add_cookies([{"name": "session", "value": token, "url": server_url}])
        page = context.new_page()
        page.goto("/sv/articles/bryggor/archive")
        page.locator("[name=reason]").fill("Inaktuell")
        page.locator("main .form-actions button").click()
        message = page.locator(".notice[role=status]")
        expect(message).to_contain_text("Artikeln är arkiverad.")
        if has_scripts:
            expect(page.locator("main > p[role=status]")).to_have_text("Artikeln är arkiverad.")
            page.clock.install()
            page.clock.fast_forward("05:00")
        undo = message.get_by_role("button", name="Ångra")
        expect(undo).to_be_in_viewport()
        undo.press("Enter")
        expect(page.locator(".notice[role=status]")).to_contain_text("Artikeln är tillbaka.")
        expect(page.locator("h1")).to_have_text("Bryggor")
