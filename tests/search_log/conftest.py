"""Give tests the query log, empty, and readers and editors who use it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.builders import Person, make_article
from wiki.db import db
from wiki.search.index.drainer import drain_now
from wiki.search_log.counting import SearchLog
from wiki.search_log.models import Search
from wiki.web.ratelimit import RateLimit

OWN = {"Origin": "http://localhost"}


@pytest.fixture
def log(app: Flask) -> Iterator[SearchLog]:
    """Give the log of the application with nothing counted and its brakes off."""
    log: SearchLog = app.extensions["searches"]
    log.buffer.take()
    before = log.opening, log.telling
    log.opening, log.telling = RateLimit(1000), RateLimit(1000)
    yield log
    log.buffer.take()
    log.opening, log.telling = before


@pytest.fixture
def school(app: Flask, editor: Person, log: SearchLog) -> int:
    """Write the one article that searches find; return its id."""
    article_id = make_article("Skolan", editor, body="Om elever.", app=app)
    drain_now(app)
    return article_id


def rows(app: Flask) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Store what was counted and return (times, hits, asked for) by language and text."""
    app.extensions["searches"].flush()
    with app.app_context():
        return {
            (row.language, row.text): (row.times, row.hits, row.asked_for)
            for row in db.session.query(Search)
        }
