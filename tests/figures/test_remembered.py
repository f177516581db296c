"""What is counted is remembered, and right after each deed and each day."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import update

from tests.builders import Person, make_article, make_tag, make_user, put_on
from tests.figures.reads import store
from wiki.articles.actions.archive import archive_article, pair_articles
from wiki.articles.models import Article
from wiki.clock import now
from wiki.db import db, write
from wiki.figures.counts import Age
from wiki.figures.queries.reads import count_reads_by_month, find_reads, last_year
from wiki.figures.queries.report import find_year_lists
from wiki.figures.queries.standing import find_standing
from wiki.figures.queries.years import list_years

UMEA = "umea-university"


@pytest.fixture
def read(app: Flask, editor: Person) -> Callable[[], list[object]]:
    """Give a function that returns all figures, after it has compared them with new ones."""

    def ask(university: str) -> list[object]:
        with app.test_request_context():
            months = count_reads_by_month(university)
            return [
                find_standing(university),
                dict(months),
                find_reads(last_year(), editor.viewer, university),
                list_years(months, editor.viewer, university),
                find_year_lists(now().year, editor.viewer, university),
            ]

    def compare() -> list[object]:
        remembered = [*ask(""), *ask(UMEA)]
        app.extensions["memory"].forget()
        assert [*ask(""), *ask(UMEA)] == remembered
        return remembered

    return compare


@pytest.mark.long
def test_figures_are_right_after_each_deed(
    app: Flask, read: Callable[[], list[object]], editor: Person
) -> None:
    university = make_tag(UMEA, "university", app=app)
    topic = make_tag("broar", app=app)
    seen = [read()]
    article = make_article("Bryggor", editor, app=app)
    other = make_article("Bridges", make_user("editor", app=app), app=app, language="en")

    def pair() -> None:
        with app.test_request_context():
            pair_articles(article, other, editor.viewer)

    def archive() -> None:
        with app.test_request_context():
            archive_article(other, "", editor.viewer)

    deeds: list[Callable[[], object]] = [
        lambda: put_on(article, university, app=app),
        lambda: put_on(article, topic, app=app),
        lambda: store(app, 3, now().date(), article),
        pair,
        archive,
    ]
    seen.append(read())
    for deed in deeds:
        deed()
        seen.append(read())
    assert all(before != after for before, after in pairwise(seen))


def test_an_age_holds_for_the_day(app: Flask, editor: Person) -> None:
    article = make_article("Bryggor", editor, app=app)
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    ages = {
        midnight - timedelta(days=30): Age.MONTH,
        midnight - timedelta(days=30, seconds=1): Age.YEAR,
        midnight - timedelta(days=365): Age.YEAR,
        midnight - timedelta(days=365, seconds=1): Age.OLDER,
    }
    with app.test_request_context():
        for moment, age in ages.items():
            with write():
                changed = update(Article).where(Article.id == article)
                db.session.execute(changed.values(published_at=moment))
            assert [each for each, count in find_standing().ages.items() if count] == [age], moment
