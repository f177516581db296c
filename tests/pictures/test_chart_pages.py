"""Test over HTTP the pages with charts of articles over time and of their topics."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from wiki.articles.models import Article
from wiki.clock import now
from wiki.db import db


def make_three(app: Flask, editor: Person, days: Sequence[date], language: str = "sv") -> int:
    """Publish three articles of a university on these days; return its tag."""
    partner = make_tag("umea-university", "university", app=app)
    topic = make_tag("welfare", app=app, label_sv="Välfärd")
    for title, day in zip(("Ett", "Två", "Tre"), days, strict=True):
        article = make_article(title, editor, language=language, app=app)
        put_on(article, partner, topic, app=app)
        with app.app_context():
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
            db.session.get_one(Article, article).first_published_at = moment
            db.session.commit()
    return partner


def test_a_university_shows_its_articles_over_time_and_its_topics(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    today = now().date()
    make_three(app, editor, [today - timedelta(days) for days in (100, 50, 0)])
    make_article("Någon annans", editor, app=app)
    page = client.get("/sv/universities/umea-university").text
    assert "3 artiklar publicerades för första gången" in page
    assert "Siffrorna som tabell" in page
    assert page.count('<rect class="chart-column"') == 3
    bars = page[page.index('id="covered"') :]
    assert 'href="/sv/tags/welfare">Välfärd</a>' in bars
    assert "0 artiklar publicerades" not in page


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "first", "words"),
    [
        ("sv", 4, "3 artiklar, alla publicerade för första gången i april 2026."),
        ("en", 4, "3 articles, all first published in April 2026."),
        ("sv", 3, "3 artiklar, publicerade för första gången i mars 2026 (1) och april 2026 (2)."),
        ("en", 3, "3 articles, first published in March 2026 (1) and April 2026 (2)."),
    ],
)
def test_too_few_months_for_a_chart_are_a_sentence(
    app: Flask, client: FlaskClient, editor: Person, language: str, first: int, words: str
) -> None:
    days = [date(2026, month, 9) for month in (first, 4, 4)]
    partner = make_three(app, editor, days, language)
    draft = make_article("Utkast", make_user("author", app=app), language=language, app=app)
    put_on(draft, partner, app=app)
    page = client.get(f"/{language}/universities/umea-university").text
    assert f"<p>{words}</p>" in page
    assert "chart-columns" not in page
    assert "chart-table" not in page


@pytest.mark.long
def test_the_desk_shows_all_articles_over_time(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    log_in(client, editor)
    assert "det finns inget att rita" in client.get("/sv/desk/").text
    topic = make_tag("welfare", app=app, label_sv="Välfärd")
    put_on(make_article("Ett", editor, app=app), topic, app=app)
    page = client.get("/sv/desk/").text
    assert "En artikel, publicerad för första gången i" in page
    make_article("Two", editor, language="en", app=app)
    page = client.get("/sv/desk/").text
    assert "2 artiklar, alla publicerade för första gången i" in page
    assert "chart-columns" not in page
    assert "Välfärd" in page[page.index('id="covered"') :]


def test_the_style_page_shows_a_chart_in_each_state(client: FlaskClient) -> None:
    page = client.get("/sv/styleguide").text
    assert page.count('<rect class="chart-column"') == 3
    assert "Siffrorna som tabell" in page
    assert "7 artiklar, alla publicerade för första gången i maj 2026." in page
    assert "det finns inget att rita" in page
