"""Concurrent writers: each gets its turn, and a writer that waits too long loses nothing."""

import threading
import time
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

import wiki.db
from tests.builders import log_in, make_user
from wiki.accounts.models import UserSession
from wiki.audit.models import AuditEntry
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import IMMEDIATE, db, end_reading, write
from wiki.errors import Busy


def test_many_threads_write_one_after_another(app: Flask) -> None:
    failures: list[Exception] = []

    def write_some() -> None:
        with app.app_context():
            try:
                for _ in range(5):
                    with write():
                        count = db.session.scalar(select(func.count()).select_from(AuditEntry))
                        record(None, "test", "thing", count)
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=write_some) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with app.app_context():
        stored = db.session.scalars(select(AuditEntry.object_id).order_by(AuditEntry.id)).all()
    assert stored == list(range(100))  # no thread read the count while another was writing


class _Stopped(BaseException):
    """Like an interrupt or the end of a worker, which `except Exception` does not catch."""


@pytest.mark.parametrize("error", [ValueError, _Stopped])
def test_an_error_takes_back_all_that_the_block_wrote(
    context: Flask, error: type[BaseException]
) -> None:
    def write_and_fail() -> None:
        with write():
            record(None, "test", "thing", 1)
            db.session.flush()
            raise error

    with pytest.raises(error):
        write_and_fail()
    assert not wiki.db._turn.locked()
    assert stored() == []


def test_a_commit_that_fails_gives_the_turn_to_the_next(context: Flask) -> None:
    with pytest.raises(IntegrityError), write():
        db.session.add(UserSession(token_hash="0", user_id=2_000_000_000))
    assert not wiki.db._turn.locked()
    with write():
        record(None, "test", "thing", 1)
    assert stored() == [1]


def test_the_block_may_be_left_early(context: Flask) -> None:
    def look(number: int) -> int | None:
        with write():
            if stored() == []:
                return None
            record(None, "test", "thing", number)
        return number

    assert look(1) is None
    with write():
        record(None, "test", "thing", 2)
    assert look(3) == 3
    assert stored() == [2, 3]


def test_a_transaction_inside_another_is_refused_and_nothing_is_stored(context: Flask) -> None:
    def nest() -> None:
        with write():
            record(None, "test", "thing", 1)
            with write():
                record(None, "test", "thing", 2)

    with pytest.raises(RuntimeError, match="inside"):
        nest()
    assert stored() == []


def test_another_session_of_the_thread_cannot_write_meanwhile(app: Flask) -> None:
    def nest() -> None:
        with app.app_context(), write(), app.app_context(), write():
            raise AssertionError("nobody comes here")

    with pytest.raises(RuntimeError, match="inside"):  # it would deadlock
        nest()


@pytest.mark.parametrize("end", ["commit", "rollback", "remove"])
def test_only_the_block_ends_its_transaction(context: Flask, end: str) -> None:
    with pytest.raises(RuntimeError, match="write"), write():
        getattr(db.session, end)()
    assert not wiki.db._turn.locked()


def test_what_is_written_cannot_be_thrown_away_by_ending_a_read(context: Flask) -> None:
    with write():
        record(None, "test", "thing", 1)
        with pytest.raises(RuntimeError, match="write"):
            end_reading()
    assert stored() == [1]


def stored() -> list[int | None]:
    """Return what is committed."""
    with db.engine.connect() as other:
        return list(other.scalars(select(AuditEntry.object_id).order_by(AuditEntry.id)))


def test_a_long_wait_shows_a_message_and_the_text(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(client, make_user("author", app=app))
    monkeypatch.setattr(wiki.db, "_WAIT_SECONDS", 0.05)
    body = "Ord som någon har skrivit med möda. " * 3
    form = {"title": "Titel", "kind": "concept", "body": body, "intent": "save"}

    with wiki.db._turn:  # as if another thread of this process was writing
        busy = client.post("/sv/articles/new?kind=concept", data=form)

    assert busy.status_code == 503
    assert body in busy.get_data(as_text=True)
    assert client.post("/sv/articles/new?kind=concept", data=form).status_code == 303


def test_who_only_reads_waits_for_nobody(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(client, make_user("author", app=app))
    with app.app_context():
        db.session.execute(update(UserSession).values(seen_at=now() - timedelta(hours=2)))
        db.session.commit()
    monkeypatch.setattr(wiki.db, "_WAIT_SECONDS", 0.05)

    with wiki.db._turn:
        assert client.get("/sv/account").status_code == 200
    assert not _is_seen_lately(app)

    assert client.get("/sv/account").status_code == 200
    assert _is_seen_lately(app)


def _is_seen_lately(app: Flask) -> bool:
    with app.app_context():
        seen_at = db.session.scalars(select(UserSession.seen_at)).one()
    return seen_at > now() - timedelta(hours=1)


@pytest.mark.parametrize("seconds", [0.0, 0.2])
def test_nobody_waits_for_another_process_longer_than_asked(app: Flask, seconds: float) -> None:
    with app.app_context():
        with db.engine.connect().execution_options(**{IMMEDIATE: 1.0}) as other, other.begin():
            if other.dialect.name == "postgresql":
                other.execute(select(func.pg_advisory_xact_lock(wiki.db._WRITERS)))
            began = time.monotonic()
            with pytest.raises(Busy), write(seconds):
                pass
            waited = time.monotonic() - began
        assert seconds <= waited + 0.01
        assert waited < seconds + 2  # SQLite waits for 5 s, PostgreSQL for ever
        with write(seconds):
            record(None, "test", "thing", 1)
        assert stored() == [1]
