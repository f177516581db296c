"""Add entries to the journal, and read its page and its file."""

import csv
import io
from datetime import UTC, datetime

from flask import Flask
from werkzeug.test import TestResponse

from tests.builders import Person
from tests.page import Page
from wiki.audit.models import AuditEntry
from wiki.audit.steps import record
from wiki.db import db

JOURNAL = "/sv/admin/journal"


def add(
    app: Flask, actor: Person | None, kind: str, object_id: int | None, at: str = "", **more: object
) -> None:
    """Add an entry of a moment, which is given in UTC."""
    object_type, action = kind.split(".")
    with app.app_context():
        record(actor.user_id if actor else None, action, object_type, object_id, **more)
        db.session.flush()
        if at:
            entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
            assert entry
            entry.at = datetime.fromisoformat(at).replace(tzinfo=UTC)
        db.session.commit()


def details(page: TestResponse) -> list[str]:
    """Return the last cell of each row."""
    assert page.status_code == 200
    return Page(page).texts("tbody tr td:last-child")


def table(page: TestResponse, separator: str = ";") -> list[list[str]]:
    assert (page.status_code, page.mimetype) == (200, "text/csv")
    body = page.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body, newline=""), delimiter=separator))
