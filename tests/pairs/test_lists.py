"""The lists of translations that are missing or behind: on the desk, and for authors."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.articles.actions.archive import archive_article, pair_articles
from wiki.articles.actions.save import publish_article, save_article
from wiki.articles.models import Article
from wiki.articles.text import ArticleText
from wiki.db import db
from wiki.pairs.actions import follow_original

DESK = "/en/desk/translations"
OWN = "/en/account/articles"


@pytest.fixture
def pair(app: Flask, editor: Person, author: Person) -> tuple[int, int]:
    """Return an original and its translation by an author, both public."""
    source = make_article("Byken", editor, body="Ett.\n\n## Mål\n\nTvå.", app=app)
    english = make_article("The laundry", author, language="en", body="One.", app=app)
    with app.app_context():
        publish_article(english, 1, editor.viewer)
        pair_articles(source, english, editor.viewer)
    return source, english


def rows(client: FlaskClient, show: str = "behind") -> list[str]:
    return Page(client.get(f"{DESK}?show={show}").text).texts("tbody th a")


def count(client: FlaskClient) -> str:
    menu = Page(client.get(DESK).text).all("nav a[href$='/desk/translations']")
    return next(item.text for item in menu if item.text.startswith("Translations"))


def change(app: Flask, source: int, editor: Person) -> None:
    with app.app_context():
        head = db.session.get_one(Article, source).head.number
        text = ArticleText("Byken", "", f"Ett.\n\n## Mål\n\nTvå, {head}.", {})
        save_article(source, text, head, editor.viewer, publish=True)


@pytest.mark.long
def test_the_desk_lists_what_is_behind_missing_and_not_compared(
    app: Flask, client: FlaskClient, editor: Person, pair: tuple[int, int]
) -> None:
    log_in(client, editor)
    make_article("Ensam", editor, app=app)
    make_article("Utkast", make_user("author", app=app), app=app)
    assert rows(client) == []
    assert "Every translation is up to date" in client.get(DESK).text
    assert rows(client, "missing") == ["Ensam"]
    assert rows(client, "unsaid") == ["The laundry"]
    with app.app_context():
        follow_original(pair[1], pair[0], editor.viewer)
    assert rows(client, "unsaid") == []
    assert rows(client) == []
    assert count(client) in {"Translations", "Translations 0"}
    change(app, pair[0], editor)
    assert rows(client) == ["The laundry"]
    assert count(client) == "Translations 1"
    with app.app_context():
        archive_article(pair[0], "Gammal", editor.viewer)
    assert rows(client) == []
    assert rows(client, "missing") == ["Ensam"]


def test_authors_find_their_own_translations_that_are_behind(
    app: Flask, client: FlaskClient, author: Person, editor: Person, pair: tuple[int, int]
) -> None:
    words = "Translations that are not up to date"
    with app.app_context():
        follow_original(pair[1], pair[0], editor.viewer)
    log_in(client, author)
    assert words not in client.get(OWN).text
    change(app, pair[0], editor)
    page = client.get(OWN).text
    assert words in page
    assert "/en/articles/the-laundry/translation/sections" in page
    other = app.test_client()
    log_in(other, make_user("author", app=app))
    assert words not in other.get(OWN).text
    assert other.get(DESK).status_code == 403
