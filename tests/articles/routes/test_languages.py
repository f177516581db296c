"""The language switch leads to the same thing in the other language, and back."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, put_on
from tests.page import Page
from wiki.articles.actions.archive import archive_article, pair_articles
from wiki.articles.actions.save import rename_article


def switch(client: FlaskClient, url: str) -> dict[str, str]:
    """Return where the language switch of a page leads, by language."""
    links = Page(client.get(url).text).all(".language-switch a")
    return {link["hreflang"]: link["href"] for link in links}


@pytest.fixture
def pair(app: Flask, editor: Person) -> tuple[int, int]:
    """Give an article and its translation."""
    swedish = make_article("Tvättstugan", editor, body="a", app=app)
    english = make_article("The laundry", editor, body="a", language="en", app=app)
    with app.app_context():
        pair_articles(swedish, english, editor.viewer)
    return swedish, english


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(
    ("page", "other"),
    [
        *(("", ""), ("/cite", "/cite"), ("/history", "/history"), ("/backlinks", "/backlinks")),
        *(("/revisions/1", ""), ("/compare?from=1&to=1", ""), ("/edit", ""), ("/rename", "")),
        *(("/tags", ""), ("/archive", ""), ("/translation", "")),
    ],
)
def test_a_page_beside_an_article_leads_to_the_translation(
    client: FlaskClient, editor: Person, page: str, other: str
) -> None:
    log_in(client, editor)
    addresses = ("sv/articles/tvattstugan", "en/articles/the-laundry")
    for own, partner in (addresses, addresses[::-1]):
        found = switch(client, f"/{own}{page}")
        assert found == {own[:2]: f"/{own}{page}", partner[:2]: f"/{partner}{other}"}
        assert client.get(found[partner[:2]]).status_code == 200


def test_a_translation_that_is_a_draft_is_reached_from_every_page(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    swedish = make_article("Tvättstugan", editor, body="a", app=app)
    draft = make_article("The laundry", author, body="a", language="en", app=app)
    with app.app_context():
        pair_articles(swedish, draft, editor.viewer)
    assert switch(client, "/sv/articles/tvattstugan/cite")["en"].endswith("/untranslated")
    log_in(client, author)
    assert switch(client, "/sv/articles/tvattstugan/cite")["en"] == "/en/articles/the-laundry"


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("page", ["", "/cite", "/history", "/backlinks", "/revisions/1"])
def test_an_article_without_a_translation_stays_reachable(
    app: Flask, client: FlaskClient, editor: Person, page: str
) -> None:
    article_id = make_article("Tvättstugan i byn", editor, body="a", app=app)
    put_on(article_id, make_tag("vatten", label_en="Water", app=app), app=app)
    make_article("Tvattstugan", editor, body="a", language="en", app=app)
    found = switch(client, f"/sv/articles/tvattstugan-i-byn{page}")
    assert found["en"] == "/en/articles/tvattstugan-i-byn/untranslated"
    answer = client.get(found["en"])
    assert answer.status_code == 200
    shown = Page(answer.text)
    assert shown.one("h1").text == "“Tvättstugan i byn” is not written in English yet"
    main = answer.text.partition("<main")[2]
    for href in ("/sv/articles/tvattstugan-i-byn", "/en/articles/tvattstugan", "/en/tags/vatten"):
        assert f'href="{href}"' in main
    assert 'value="Tvättstugan i byn"' in main
    assert switch(client, found["en"]) == {
        "sv": "/sv/articles/tvattstugan-i-byn",
        "en": "/en/articles/tvattstugan-i-byn/untranslated",
    }
    assert "noindex" in answer.text
    assert 'rel="alternate" hreflang' not in answer.text


def test_the_page_of_no_translation_leads_to_one_that_has_come(
    client: FlaskClient, pair: tuple[int, int], app: Flask, editor: Person
) -> None:
    def location(url: str) -> str:
        answer = client.get(url)
        return f"{answer.status_code} {answer.headers.get('Location', '')}".strip()

    url = "/en/articles/tvattstugan/untranslated"
    assert location(url) == "302 /en/articles/the-laundry"
    with app.app_context():
        rename_article(pair[0], "Byken", editor.viewer)
    assert location(url) == "302 /sv/articles/byken"
    assert location("/sv/articles/byken/untranslated") == "302 /sv/articles/byken"
    assert location("/en/articles/nothing/untranslated") == "404"
    with app.app_context():
        archive_article(pair[0], "Fel", editor.viewer)
    assert location("/en/articles/byken/untranslated") == "404"


def test_the_page_of_no_translation_reveals_no_draft(
    app: Flask, client: FlaskClient, author: Person
) -> None:
    make_article("Hemligheten", author, body="a", app=app)
    url = "/en/articles/hemligheten/untranslated"
    assert client.get(url).status_code == 404
    log_in(client, author)
    assert "Translate this article into English" not in client.get(url).text
    assert "Hemligheten" in client.get(url).text


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("/sv/search?q=a%20b&kind=case&page=2", "/en/search?q=a%20b&kind=case&page=2"),
        ("/sv/articles/?kind=method&letter=B", "/en/articles/?kind=method&letter=B"),
        ("/sv/articles/?kind=method&letter=%C3%85", "/en/articles/?kind=method"),
        ("/sv/events/?page=2", "/en/events/?page=2"),
        ("/sv/articles/finns-inte?title=Finns", "/en/articles/finns-inte?title=Finns"),
        ("/sv/nothing/here", "/en/nothing/here"),
        ("/sv/b%C3%A5t%3F", "/en/b%C3%A5t%3F"),
        ("/sv/login?next=/sv/account", "/en/login?next=/sv/account"),
        ("/sv/", "/en/"),
        ("/nothing", "/en/"),
    ],
)
def test_other_pages_lead_to_themselves(client: FlaskClient, url: str, other: str) -> None:
    assert switch(client, url)["en"] == other


def test_a_refused_form_leads_to_itself(client: FlaskClient) -> None:
    answer = client.post("/sv/login", data={"email": "", "password": ""})
    assert answer.status_code == 422
    assert 'href="/en/login"' in answer.text
