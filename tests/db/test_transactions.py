"""Let writers meet: each has its turn, and who waits too long loses nothing."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

import wiki.db
from tests.builders import log_in, make_user
from wiki.accounts.models import UserSession
from wiki.audit.models import AuditEntry
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import begin_write, db


def test_many_threads_write_one_after_another(app: Flask) -> None:
    failures: list[Exception] = []

    def write(number: int) -> None:
        with app.app_context():
            try:
                for _ in range(5):
                    begin_write()
                    count = db.session.scalar(select(func.count()).select_from(AuditEntry))
                    record(None, "test", "thing", count)
                    db.session.commit()
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with app.app_context():
        stored = db.session.scalars(select(AuditEntry.object_id).order_by(AuditEntry.id)).all()
    assert stored == list(range(100))  # nobody counted while another was writing


def test_a_turn_ends_with_its_transaction(context: Flask) -> None:
    for end in (db.session.commit, db.session.rollback, db.session.remove):
        begin_write()
        end()
    begin_write()
    begin_write()  # a second beginning gives up the first
    db.session.rollback()
    assert not wiki.db._turn.locked()


def test_who_waits_too_long_is_told_and_keeps_the_text(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(client, make_user("author", app=app))
    monkeypatch.setattr(wiki.db, "_WAIT_SECONDS", 0.05)
    body = "Ord som någon har skrivit med möda. " * 3
    form = {"title": "Titel", "kind": "concept", "body": body, "intent": "save"}

    with wiki.db._turn:  # as another thread of this process would hold it
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
