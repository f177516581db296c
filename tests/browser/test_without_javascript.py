"""Read, search, log in, write and publish in a browser without scripts."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.builders import PASSWORD, make_article, make_user
from tests.fixtures.browser import watched_context
from wiki.search.index.drainer import drain_now


@pytest.fixture
def plain_page(app: Flask, browser: Browser, server_url: str) -> Iterator[Page]:
    """Return a page of a browser without scripts, on a server that checks CSRF tokens."""
    app.config["WTF_CSRF_ENABLED"] = True  # as in production
    with watched_context(
        browser, server_url, java_script_enabled=False, viewport={"width": 375, "height": 700}
    ) as context:
        yield context.new_page()


def test_a_reader_finds_and_reads(app: Flask, plain_page: Page) -> None:
    editor = make_user("editor", app=app)
    make_article("Bryggan", editor, body="Om *sällskapsbryggor*.\n\n## Hamnar\n\nTre.", app=app)
    drain_now(app)
    page = plain_page
    page.goto("/sv/")
    page.locator(".site-menu > summary").click()
    expect(page.locator(".site-nav a").first).to_be_visible()
    page.locator("main input[type=search]").fill("bryggor")
    page.locator("main form[role=search] button, main form.search-large button").first.click()
    page.locator(".hits").get_by_role("link", name="Bryggan").click()
    expect(page.locator(".prose em")).to_have_text("sällskapsbryggor")
    assert page.context.cookies() == []


def test_an_editor_logs_in_writes_previews_saves_and_publishes(
    app: Flask, plain_page: Page
) -> None:
    editor = make_user("editor", app=app)
    page = plain_page
    page.goto("/sv/articles/new")
    expect(page.locator("h1")).to_have_text("Logga in")
    page.locator("[name=email]").fill(editor.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.get_by_role("link", name="Börja tomt : Begrepp").click()
    # The tools of the editor need scripts; without them they are not shown.
    expect(page.locator("[data-editor-toolbar]")).to_be_hidden()
    page.locator("[name=title]").fill("Bryggan")
    page.locator("[name=body]").fill("Här är **bryggan**.")
    page.locator(".form-actions [value=preview]").click()
    expect(page.locator(".editor-preview strong")).to_have_text("bryggan")
    expect(page.locator("[name=body]")).to_have_value("Här är **bryggan**.")
    page.get_by_role("button", name="Spara utkast").click()
    expect(page).to_have_url(re.compile("/sv/articles/bryggan/edit"))
    page.get_by_role("link", name="Läs utkastet").click()
    page.locator("main").get_by_role("button", name="Publicera").click()
    expect(page.locator(".prose strong")).to_have_text("bryggan")
    page.locator(".site-menu > summary").click()
    page.get_by_role("button", name="Logga ut").click()
    page.goto("/sv/articles/bryggan")
    expect(page.locator(".prose strong")).to_have_text("bryggan")
