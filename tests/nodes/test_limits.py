"""What a client may do is counted for all processes and nodes together."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.fixtures.postgresql import running_postgresql
from wiki.db import db, init_db
from wiki.limits import shared
from wiki.limits.models import ClientCount
from wiki.limits.shared import SharedLimit

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def context() -> Iterator[Flask]:
    with running_postgresql() as url:
        app = Flask("wiki")
        app.config["SQLALCHEMY_DATABASE_URI"] = url.replace("postgresql:", "postgresql+psycopg:")
        app.config["SECRET_KEY"] = "only for the tests"
        init_db(app)
        with app.app_context():
            ClientCount.metadata.tables["client_counts"].create(db.engine)
            yield app
            db.engine.dispose()


def test_processes_count_together(context: Flask) -> None:
    limits = [SharedLimit("talk", 3, 100) for _process in range(2)]

    def hit(place: int) -> bool:
        with context.app_context():
            return limits[place % 2].hit("one")

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(hit, range(8))) == [False] * 5 + [True] * 3
    assert limits[0].hit("another")
    assert SharedLimit("tips", 3, 100).hit("one")


def test_a_count_begins_anew_after_its_time(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 11, 30, 12, tzinfo=UTC)
    later = {"seconds": 0}
    monkeypatch.setattr(shared, "now", lambda: moment + timedelta(**later))
    limit = SharedLimit("copies", 1, 2)
    told = []
    for seconds in (0, 59, 60, 119, 120, 86_400):
        later["seconds"] = seconds
        told.append(limit.hit("one"))
    assert told == [True, False, False, False, False, True]


def test_nothing_is_kept_that_names_a_client_or_is_over(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    SharedLimit("tips", 1, 2).hit("192.0.2.7")
    keys = db.session.scalars(select(ClientCount.key)).all()
    db.session.rollback()
    assert {len(key) for key in keys} == {64}
    tomorrow = datetime(2100, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(shared, "now", lambda: tomorrow)
    SharedLimit("tips", 1, 2).hit("192.0.2.8")
    assert db.session.scalar(select(func.count()).select_from(ClientCount)) == 2
    db.session.rollback()
