"""Read everything that the database holds about one person, whatever feature stores it."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, RowMapping, Table, or_, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.queries import find_person
from wiki.accounts.viewer import Viewer
from wiki.audit.models import AuditEntry
from wiki.db import Base, db
from wiki.universities.queries import list_contacts_of

USERS = "users"
# What lets somebody in is in no file: it would be worth stealing.
_SECRET = re.compile("hash|secret|token|public_key|credential")
# Tables of one person's rows, beside such as are nobody's.
_THEIRS_IF_ANYBODYS = {"mail_messages", "mailed_links"}
# Texts of articles are public, and can be downloaded as documents; the file names each version.
_LEFT_OUT = {"revisions": {"body_markdown", "body_html", "body_text", "headings", "sort_key"}}


def find_data(user_id: int, viewer: Viewer) -> dict[str, list[dict[str, Any]]]:
    """Return what is stored about a person by table, for themselves and for administrators."""
    own = viewer.user_id == user_id
    require(Permission.HAVE_ACCOUNT if own else Permission.MANAGE_USERS, viewer)
    person = find_person(user_id)
    found = {table.name: _read(table, user_id) for table in Base.metadata.sorted_tables}
    # Contacts name a person by name and address, whether or not there is an account.
    found["university_profiles"] = list_contacts_of({person.name, person.email})
    return {name: rows for name, rows in found.items() if rows}


def _read(table: Table, user_id: int) -> list[dict[str, Any]]:
    """Return the rows of a table that name the person, in the order in which they were stored."""
    conditions = [column == user_id for column in _naming(table)]
    if not conditions:
        return []
    shown = [column for column in table.columns if _is_shown(table, column)]
    query = select(*shown).where(or_(*conditions)).order_by(*table.primary_key)
    return [_plain(row) for row in db.session.execute(query).mappings()]


def _naming(table: Table) -> Iterator[Column[Any]]:
    """Yield the columns that name a person: what they did, own or are the subject of."""
    if table.name == USERS:
        yield table.c.id
    for column in table.columns:
        if any(key.column.table.name == USERS for key in column.foreign_keys):
            yield column


def _is_shown(table: Table, column: Column[Any]) -> bool:
    hidden = _LEFT_OUT.get(table.name, set())
    return column.name not in hidden and not _SECRET.search(column.name)


def _plain(row: RowMapping) -> dict[str, Any]:
    return {
        str(name): value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in row.items()
    }


def list_personal_tables() -> list[Table]:
    """Return the tables whose rows belong to one person and nobody else: sessions, keys, copies.

    Tables that say who wrote something call the column otherwise, or can do without.
    """
    return [
        table
        for table in Base.metadata.sorted_tables
        if (column := table.c.get("user_id")) is not None
        and (not column.nullable or table.name in _THEIRS_IF_ANYBODYS)
        and any(key.column.table.name == USERS for key in column.foreign_keys)
    ]


def list_mentions(user_id: int) -> list[AuditEntry]:
    """Return the entries of the audit log that are about an account or name authors."""
    about = (AuditEntry.object_type == "user") & (AuditEntry.object_id == user_id)
    naming = AuditEntry.action == "name_authors"
    return list(db.session.scalars(select(AuditEntry).where(about | naming)))
