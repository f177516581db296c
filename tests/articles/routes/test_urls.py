"""Redirect from former, foreign and misspelt URLs, and help where there is no article."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article
from wiki.articles.actions.archive import archive_article
from wiki.articles.actions.save import rename_article


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("/sv/articles/tvattstugan", "/sv/articles/byken"),
        ("/sv/articles/tvattstugan/history?page=2", "/sv/articles/byken/history?page=2"),
        ("/sv/articles/tvattstugan/revisions/1", "/sv/articles/byken/revisions/1"),
        ("/en/articles/byken", "/sv/articles/byken"),
        ("/en/articles/tvattstugan/backlinks", "/sv/articles/byken/backlinks"),
        ("/sv/articles/Byken", "/sv/articles/byken"),
        ("/sv/articles/BYK%C3%89N", "/sv/articles/byken"),
        ("/sv/articles/Tv%C3%A4ttstugan", "/sv/articles/byken"),
    ],
)
def test_former_foreign_and_misspelt_urls_redirect_permanently(
    app: Flask, client: FlaskClient, editor: Person, url: str, location: str
) -> None:
    article_id = make_article("Tvättstugan", editor, body="a", app=app)
    with app.app_context():
        rename_article(article_id, "Byken", editor.viewer)
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Location"]) == (301, location)


def test_a_redirect_does_not_reveal_a_foreign_draft(
    app: Flask, client: FlaskClient, author: Person
) -> None:
    make_article("Hemligheten", author, body="a", app=app)
    assert client.get("/en/articles/hemligheten").status_code == 404
    log_in(client, author)
    assert client.get("/en/articles/hemligheten").status_code == 301


def test_an_article_does_not_redirect_to_its_namesake_in_the_other_language(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    for language in ("sv", "en"):
        make_article("Jönköping University", editor, body="a", language=language, app=app)
    for language in ("sv", "en"):
        url = f"/{language}/articles/jonkoping-university"
        assert client.get(url).status_code == 200
        assert client.get(f"{url}/revisions/7").status_code == 404


def test_a_missing_article_can_be_searched_for_and_written(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Delningsekonomi i praktiken", editor, body="a", app=app)
    url = "/sv/articles/delningsekonomi?title=Delningsekonomi"
    answer = client.get(url)
    assert answer.status_code == 404
    assert "Det finns ingen artikel som heter ”Delningsekonomi” än" in answer.text
    assert "Delningsekonomi i praktiken" in answer.text
    assert "/articles/new" not in answer.text
    log_in(client, author)
    assert 'href="/sv/articles/new?title=Delningsekonomi"' in client.get(url).text


def test_a_link_cannot_put_words_into_the_missing_page(client: FlaskClient) -> None:
    page = client.get("/sv/articles/delningsekonomi?title=Ring+070-123456").text
    assert "070" not in page.split("<main")[1].split("</main>")[0]


def test_the_address_of_an_archived_article_leads_on_to_one_of_its_title(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    first = make_article("Papperskorg", editor, app=app)
    with app.app_context():
        archive_article(first, "", editor.viewer)
    assert client.get("/sv/articles/papperskorg").status_code == 404
    make_article("Papperskorg", editor, app=app)
    answer = client.get("/sv/articles/papperskorg")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sv/articles/papperskorg-2")
    answer = client.get("/sv/articles/papperskorg?title=Papperskorg")
    assert answer.headers["Location"].startswith("/sv/articles/papperskorg-2")
    # A version of the archived article is not answered by a version of the other.
    assert client.get("/sv/articles/papperskorg/revisions/1").status_code == 404
    log_in(client, editor)
    assert client.get("/sv/articles/papperskorg").status_code == 200


def test_the_address_of_an_unseen_draft_shows_the_public_article(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Papperskorg", author, body="Utkast.", app=app)
    assert client.get("/sv/articles/papperskorg").status_code == 404
    make_article("Papperskorg", editor, body="Publik.", app=app)
    assert "Publik." in client.get("/sv/articles/papperskorg").text
    log_in(client, author)
    assert "Publik." in client.get("/sv/articles/papperskorg").text
