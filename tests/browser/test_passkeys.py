"""Make and use a passkey in Chromium, with its virtual authenticator."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.builders import PASSWORD, Person, make_session, make_user


@pytest.fixture
def sara(app: Flask) -> Person:
    return make_user("editor", "Sara Dahlin", "sara@example.org", app=app)


def test_a_passkey_is_added_and_lets_in(app: Flask, page_with_key: Page, sara: Person) -> None:
    page = page_with_key
    token, url = make_session(app, sara), str(app.config["BASE_URL"])
    page.context.add_cookies([{"name": "session", "value": token, "url": url}])
    page.goto("/sv/account/second-factor")
    page.get_by_label("Namn").fill("Telefonen")
    page.get_by_role("button", name="Lägg till en lösennyckel").click()
    expect(page.locator("h1")).to_have_text("Dina reservkoder")
    page.get_by_role("link", name="Jag har sparat dem").click()
    expect(page.get_by_role("row", name="Telefonen")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/sv/login?next=/sv/account")
    page.get_by_role("button", name="Logga in med lösennyckel").click()
    expect(page).to_have_url(f"{app.config['BASE_URL']}/sv/account")

    page.context.clear_cookies()
    page.goto("/sv/login?next=/sv/account")
    page.get_by_label("E-postadress").fill(sara.email)
    page.get_by_label("Lösenord", exact=False).first.fill(PASSWORD)
    page.locator("main .form-actions button").click()
    page.get_by_role("button", name="Använd en lösennyckel").click()
    expect(page).to_have_url(f"{app.config['BASE_URL']}/sv/account")


def test_a_browser_without_the_passkey_says_so(page_with_key: Page, sara: Person) -> None:
    page_with_key.goto("/sv/login")
    page_with_key.get_by_role("button", name="Logga in med lösennyckel").click()
    expect(page_with_key.get_by_text("Ingen lösennyckel användes")).to_be_visible()
