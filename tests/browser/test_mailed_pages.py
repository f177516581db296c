"""Check with axe and the keyboard what is there only while mail is on: forms, and mailed links."""

import re
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page

from tests.browser.keys import Keys
from tests.browser.test_accessibility import EVERYTHING, violations
from tests.builders import PASSWORD, Person, make_session
from tests.fixtures.mail import Sink
from wiki.db import db
from wiki.mail.background import send_now
from wiki.watching.letters import end_url, stop_url
from wiki.watching.models import Subscription

FORMS = {
    "": ["/subscribe", "/password/forgotten"],
    "author": ["/account/address", "/account/watches"],
    "admin": ["/admin/invitations/new", "/admin/invitations/list", "/admin/mail"],
}
PEOPLE = "Bo Lind, bo@example.org, author\nno line of people"


class Post:
    """The browser of somebody without scripts, and the letters that its forms cause."""

    def __init__(self, app: Flask, sink: Sink, person: Person | None = None) -> None:
        self._app, self._sink, self._client = app, sink, app.test_client()
        self._url = str(app.config["BASE_URL"])
        if person:
            host = str(urlsplit(self._url).hostname)
            self._client.set_cookie("session", make_session(app, person), domain=host)

    def link(self, address: str, **sent: str) -> str:
        """Send a form; return the address in the letter that comes of it."""
        before = len(self._sink.messages)
        answer = self._client.post(address, data=sent, base_url=self._url)
        assert answer.status_code in {200, 303}, answer.status_code
        send_now(self._app)
        found = re.search(rf"{re.escape(self._url)}/sv(/\S+)", self._sink.text(before))
        assert found is not None
        return found[1]


@pytest.fixture
def links(app: Flask, server_url: str, sink: Sink, author: Person, admin: Person) -> list[str]:
    """One of each link that is mailed."""
    reader, writing = Post(app, sink), Post(app, sink, author)
    new = {"name": "Sara Dahlin", "email": "sara@example.org", "role": "author"}
    made = [
        Post(app, sink, admin).link("/sv/admin/invitations/new", **new),
        reader.link("/sv/password/forgotten", email=admin.email),
        writing.link("/sv/account/address", email="ny@example.org", current_password=PASSWORD),
        reader.link("/sv/subscribe?kind=all", email="las@example.org", kind="all"),
    ]
    with app.test_request_context(base_url=server_url):
        row = db.session.query(Subscription).one()
        row.language = "sv"
        ends = [stop_url(author.user_id, "sv"), end_url(row)]
    return [*made, *(url.removeprefix(f"{server_url}/sv") for url in ends)]


Look = tuple[str, int, Literal["light", "dark"]]
LOOKS: list[Look] = [("sv", 1280, "light"), ("en", 320, "dark")]


def check(page: Page, address: str, place: int) -> None:
    """Check a page in Swedish on a wide screen, the next in English, in the dark, on a phone."""
    language, width, scheme = LOOKS[place % 2]
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    answer = page.goto(f"/{language}{address}")
    assert answer is not None
    assert answer.status == 200, address
    page.evaluate(Axe().axe_script)
    assert violations(page, EVERYTHING) == [], address
    assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_mailed_links_lead_to_accessible_pages(page: Page, links: list[str]) -> None:
    assert len(set(links)) == 6
    for place, address in enumerate(links):
        check(page, address, place)
        Keys(page).reach("main button")


def test_forms_that_send_mail_are_accessible(
    app: Flask, page: Page, server_url: str, sink: Sink, author: Person, admin: Person
) -> None:
    people = {"author": author, "admin": admin}
    for role, addresses in FORMS.items():
        if role:
            token = make_session(app, people[role])
            page.context.add_cookies([{"name": "session", "value": token, "url": server_url}])
        for place, address in enumerate(addresses):
            check(page, address, place)
            Keys(page).reach("main button")
    page.goto("/sv/admin/invitations/list")
    page.locator("main textarea").fill(PEOPLE)
    page.locator("main .form-actions button").first.click()
    page.locator("main table").wait_for()
    page.evaluate(Axe().axe_script)
    assert violations(page, EVERYTHING) == []
