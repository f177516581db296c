"""The date of a hit: when an event takes place, or when a text was published; finding by it."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_user
from tests.page import Page
from tests.search.pages import titles
from wiki.accounts.models import Role
from wiki.articles.models import Article
from wiki.db import db
from wiki.search.index.drainer import rebuild_now


@pytest.fixture(autouse=True)
def articles(app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    facts = {"starts_at": "2026-12-05T15:00", "ends_at": "2026-12-05T16:00"}
    make_article("Seminarium om odling", editor, kind="event", facts=facts, app=app)
    make_article("Odling utan dag", editor, kind="event", app=app)
    make_article("Odling i staden", editor, app=app)
    with app.app_context():
        for article in db.session.query(Article):
            article.published_at = datetime(2026, 11, 28, 12, tzinfo=UTC)
        db.session.commit()
    rebuild_now(app)


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "happens", "published"),
    [
        ("sv", "lördag 5 december 2026 kl. 15.00–16.00", "Publicerad 28 november 2026"),
        ("en", "Saturday 5 December 2026, 15:00–16:00", "Published 28 November 2026"),
    ],
)
def test_an_event_says_when_it_is_and_all_else_when_it_was_published(
    client: FlaskClient, language: str, happens: str, published: str
) -> None:
    page = Page(client.get(f"/{language}/search?q=odling"))
    hits = page.all("li:has(> .item-title), article:has(> .item-title)")
    assert {hit.one(".item-title > a").text: hit.texts("p > span")[-1] for hit in hits} == {
        "Seminarium om odling": happens,
        "Odling utan dag": published,
        "Odling i staden": published,
    }


@pytest.mark.parametrize(
    "question",
    ["5 december", "2026-12-05", "december 2026", "5 December 2026", "December 5, 2026"],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_event_is_found_by_its_day(client: FlaskClient, language: str, question: str) -> None:
    found = titles(client, f"/{language}/search?q={question}")
    assert found == ["Seminarium om odling"]
