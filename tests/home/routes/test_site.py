"""Ask for what the site says of itself over HTTP."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_tag, make_user
from tests.page import Page
from wiki.accounts.models import Role


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/sv/about", "Så kommer en text hit"),
        ("/en/about", "How a text comes to be here"),
        ("/sv/styleguide", '<html lang="sv">'),
        ("/healthz", "ok\nbackup: "),
    ],
)
def test_a_page_answers_without_content(client: FlaskClient, address: str, words: str) -> None:
    response = client.get(address)

    assert response.status_code == 200
    assert words in response.get_data(as_text=True)


def test_the_page_about_the_wiki_leads_to_the_universities(app: Flask, client: FlaskClient) -> None:
    make_tag("malmo-university", "university", label_sv="Malmö universitet", app=app)
    assert '<a href="/sv/universities/malmo-university">Malmö universitet</a>' in (
        client.get("/sv/about").text
    )


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        (None, ["Sök", "Historik"], ["Redaktionen", "Ditt konto", "Ny artikel", "Sök och ersätt"]),
        (Role.AUTHOR, ["Ny artikel", "Redigera", "Sök och ersätt"], ["Redaktionen", "Ämnesord"]),
        (Role.EDITOR, ["Redaktionen", "Redigera", "Ämnesord"], []),
    ],
)
def test_the_list_of_shortcuts_names_what_the_viewer_may_do(
    app: Flask, client: FlaskClient, role: Role | None, shown: list[str], hidden: list[str]
) -> None:
    if role is not None:
        log_in(client, make_user(role, app=app))
    page = Page(client.get("/sv/shortcuts"))
    listed = page.texts("dd")
    assert set(shown) <= set(listed)
    assert not set(hidden) & set(listed)
    assert bool(page.all("[data-shortcuts-switch]")) == (role is None)
