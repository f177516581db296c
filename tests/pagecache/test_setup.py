"""What the page cache asks of the application, when other threads and the database interfere."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from tests.builders import Person, make_article, make_tag
from wiki.db import db, write
from wiki.pagecache.layer import PageCache
from wiki.site.models import SiteVersion
from wiki.tags.models import Tag


def test_a_page_that_took_long_ends_with_what_ended_meanwhile(app: Flask, editor: Person) -> None:
    """Another page was made after it was begun, and after an event of it had begun."""
    facts = {"starts_at": "2030-05-04T10:00", "ends_at": "2030-05-04T12:00", "timezone": "UTC"}
    make_article("Seminarium", editor, kind="event", facts=facts, app=app)
    pages: PageCache = app.extensions["page_cache"]
    start = datetime(2030, 5, 4, 10, tzinfo=UTC)
    before, after = start - timedelta(seconds=1), start + timedelta(seconds=1)
    assert pages._its.find_end(1, after) == start + timedelta(hours=2)
    assert pages._its.find_end(1, before) == start
    assert pages._its.find_end(1, before - timedelta(seconds=1)) == start


def test_a_thread_returns_the_mark_of_what_it_has_read_itself(app: Flask) -> None:
    class Interrupted(type(app.extensions["page_cache"]._its)):  # type: ignore[misc]  # any base
        """As if another thread, which has read before a change, came between two steps."""

        def __setattr__(self, name: str, value: object) -> None:
            super().__setattr__(name, ({}, -5) if name == "_marked" else value)

    make_tag("bostad", app=app)
    assert Interrupted(app).read_mark() == app.extensions["page_cache"]._its.read_mark()


def test_a_page_of_what_could_not_be_read_again_is_not_kept(
    app: Flask, client: FlaskClient, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_tag("umea", "university", number=1, label_sv="Umeå", app=app)
    assert "Umeå" in client.get("/sv/about").text
    with app.app_context(), write() as session:
        db.session.get_one(Tag, home).label_sv = "Lund"
        content = {"announcement_sv": "Stängt i dag"}
        session.add(SiteVersion(content=content, comment="", author_id=editor.user_id))

    def fail(_engine: Engine) -> Any:
        raise PoolTimeoutError

    with monkeypatch.context() as patch:
        patch.setattr("wiki.memory.queries.Session", fail)
        assert client.get("/sv/about").status_code == 200
    page = client.get("/sv/about").text
    assert "Stängt i dag" in page
    assert "Lund" in page
    assert "Umeå" not in page
