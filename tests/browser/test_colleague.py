"""A new colleague comes: by a letter, then by her university, then by a passkey."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.keys import Keys
from tests.browser.test_accessibility import EVERYTHING, violations
from tests.builders import PASSWORD, Person, log_in, make_session, make_tag
from tests.fixtures.mail import Sink
from tests.oidc.conftest import set_providers
from tests.oidc.provider import Provider, running
from tests.page import Page as Read
from wiki.mail.background import send_now

INVITE = "/sv/admin/invitations/new"


@pytest.fixture
def provider(app: Flask) -> Iterator[Provider]:
    """A university to log in by, where the new colleague is known."""
    with running() as provider:
        claims = {"sub": "sara-1", "name": "Sara Dahlin", "email": "sara@mau.example"}
        provider.claims = {**claims, "email_verified": True}
        set_providers(app, provider)
        yield provider
        app.extensions["oidc"] = {}


def invite(app: Flask, admin: Person, sink: Sink) -> str:
    """Invite a colleague by the form; return the link of the letter."""
    client, url = app.test_client(), str(app.config["BASE_URL"])
    log_in(client, admin)
    form = Read(client.get(INVITE, base_url=url)).one("main form")
    sent = {"name": "Sara Dahlin", "email": "sara@mau.example", "role": "editor"}
    data = {**form.sent(), **sent, "university": "malmo"}
    assert client.post(INVITE, data=data, base_url=url).status_code == 303
    send_now(app)
    found = re.search(rf"{re.escape(url)}/\S+", sink.text())
    assert found is not None
    return found[0]


def go_by_university(page: Page, provider: Provider, name: str) -> None:
    """Follow a link to the university and back; what is in between is no page of ours."""
    start = page.get_by_role("link", name=name).first.get_attribute("href")
    assert start is not None
    asked = page.request.get(start, max_redirects=0)
    page.goto(provider.answer_to(asked.headers["location"]))


def test_a_colleague_is_invited_logs_in_by_university_and_adds_a_passkey(
    app: Flask, page_with_key: Page, admin: Person, sink: Sink, provider: Provider
) -> None:
    make_tag("malmo", "university", app=app, label_sv="Malmö universitet")
    page, url = page_with_key, str(app.config["BASE_URL"])
    page.goto(invite(app, admin, sink))
    page.get_by_label("lösenord").first.fill(PASSWORD)
    page.locator("main .form-actions button").click()
    expect(page.locator(".notice")).to_contain_text("Ditt lösenord är sparat.")
    # From then on the university says who she is.
    page.context.clear_cookies()
    page.goto("/sv/login?next=/sv/account")
    go_by_university(page, provider, "Malmö universitet")
    expect(page).to_have_url(f"{url}/sv/account")
    page.goto("/sv/account/second-factor")
    page.get_by_label("Namn").fill("Telefonen")
    page.get_by_role("button", name="Lägg till en lösennyckel").click()
    expect(page.locator("h1")).to_have_text("Dina reservkoder")
    # The university is away one day: the passkey lets her in, as an editor of that university.
    page.context.clear_cookies()
    page.goto("/sv/login?next=/sv/desk/")
    page.get_by_role("button", name="Logga in med lösennyckel").click()
    expect(page).to_have_url(f"{url}/sv/desk/")
    page.goto("/sv/account/profile")
    expect(page.get_by_label("Lärosäte", exact=True)).to_have_value("malmo")


def test_the_page_that_links_a_university_is_accessible(
    app: Flask, page: Page, server_url: str, author: Person, provider: Provider
) -> None:
    token = make_session(app, author)
    page.context.add_cookies([{"name": "session", "value": token, "url": server_url}])
    page.goto("/sv/account/university")
    go_by_university(page, provider, "Koppla")
    expect(page).to_have_url(f"{server_url}/sv/account/university/link")
    page.evaluate(Axe().axe_script)
    assert violations(page, EVERYTHING) == []
    Keys(page).open("main button")
    expect(page.locator("main")).to_contain_text("Ta bort kopplingen")
