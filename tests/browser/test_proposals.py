"""Propose topics as an author and decide about them as an editor, with the keyboard."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.builders import Person, make_article, make_session, make_tag, make_user
from tests.fixtures.browser import watched_context


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_topic_goes_from_the_author_to_the_article(
    app: Flask, browser: Browser, server_url: str, has_scripts: bool
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    author, editor = make_user("author", app=app), make_user("editor", app=app)
    make_article("Byns butik", author, app=app)
    make_tag("rural-development", app=app, label_sv="Byar", synonyms_sv=("landsbygd",))
    make_tag("welfare", app=app, label_sv="Välfärd")

    def log_in(page: Page, person: Person) -> None:
        token = make_session(app, person)
        page.context.add_cookies([{"name": "session", "value": token, "url": server_url}])

    with watched_context(browser, server_url, java_script_enabled=has_scripts) as context:
        page = context.new_page()
        log_in(page, author)
        page.goto("/sv/articles/byns-butik")
        page.get_by_role("link", name="Föreslå ämnen").click()
        page.get_by_role("checkbox", name="Byar").press("Space")
        filter_words = page.get_by_role("searchbox", name="Hitta ett ämnesord")
        filter_words.fill("välf")
        filter_words.press("Enter")  # filters, and proposes nothing
        expect(page.locator("[data-filter-status]")).to_contain_text("1 ämnesord")
        expect(page.get_by_role("checkbox", name="Byar")).to_be_checked()
        page.get_by_role("checkbox", name="Välfärd").press("Space")
        page.get_by_role("button", name="Föreslå de valda").press("Enter")
        expect(page.locator(".notice[role=status]")).to_contain_text("2 ämnen är föreslagna.")
        expect(page.get_by_role("button", name="Ta tillbaka")).to_have_count(2)

        log_in(page, editor)
        page.goto("/sv/desk/proposals")
        page.get_by_role("textbox", name="Svar till författarna").fill("Säg mer om det först.")
        page.get_by_role("checkbox", name="Välj ”Välfärd”").press("Space")
        page.get_by_role("button", name="Avböj de valda").press("Enter")
        page.get_by_role("button", name="Godkänn ”Byar”").press("Enter")
        expect(page.locator(".notice[role=status]")).to_contain_text("1 ämne är godkänt.")
        expect(page.locator("main")).to_contain_text("Inga ämnen är föreslagna")

        log_in(page, author)
        page.goto("/sv/articles/byns-butik/tags")
        expect(page.locator("main .chips")).to_contain_text("Byar")
        expect(page.locator("main .proposed")).to_contain_text("”Säg mer om det först.”")
