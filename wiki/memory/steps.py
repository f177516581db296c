"""Follow which tables a transaction changes, and give them another state in it."""

import re
import secrets
from collections.abc import Collection
from functools import cache

from flask import Flask, current_app
from sqlalchemy import event, select, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from wiki.db import db
from wiki.memory.models import FOUND, TOUCHED, TableState
from wiki.memory.reader import StateReader
from wiki.memory.store import Memory

_WRITING = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|(DELETE)\s+FROM)\s+\"?(\w+)", re.IGNORECASE
)
_READING = ("SELECT", "BEGIN", "PRAGMA")
_INSERT = "INSERT INTO table_states (name, state) VALUES (:name, :state) ON CONFLICT (name) DO "
_CHANGE = text(f"{_INSERT} UPDATE SET state = excluded.state")
_COMPLETE = text(f"{_INSERT} NOTHING")


def init_memory(app: Flask) -> None:
    """Begin to remember, and follow what the connections of `app` change."""
    app.extensions["memory"] = Memory()
    with app.app_context():
        engine: Engine = db.engine
    app.extensions["states"] = StateReader(engine)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _note_change)


def renew_states() -> None:
    """Give every table another state; the caller commits."""
    db.session.execute(_CHANGE, _draw(db.metadata.tables.keys()))


def _begin(connection: Connection) -> None:
    connection.info.pop(TOUCHED, None)
    connection.info.pop(FOUND, None)


def _note_change(connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
    """Note the table that a statement changes, and those that the database changes with it."""
    if statement.startswith(_READING):
        return
    touched = connection.info.setdefault(TOUCHED, set())
    for deleting, name in _WRITING.findall(statement):
        touched.add(name)
        if deleting:
            touched |= _list_below(name)


@cache
def _list_below(name: str) -> frozenset[str]:
    """Return the tables whose rows the database changes when one of this table is deleted."""
    below = {
        table.name
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.ondelete and key.column.table.name == name
    }
    return frozenset(below).union(*(_list_below(each) for each in below - {name}))


@event.listens_for(db.session, "before_commit")
def _change_states(session: Session) -> None:
    """Give each table that the transaction has changed another state."""
    session.flush()
    connection = session.connection()
    touched = connection.info.get(TOUCHED)
    if not touched:
        return
    _complete(connection)
    connection.execute(_CHANGE, _draw(touched & db.metadata.tables.keys()))


def _complete(connection: Connection) -> None:
    """Give a state to each table that has none: it is new, or the wiki was restored."""
    memory: Memory = current_app.extensions["memory"]
    if memory.is_complete:
        return
    missing = db.metadata.tables.keys() - set(connection.scalars(select(TableState.name)))
    if missing:
        connection.execute(_COMPLETE, _draw(missing))
    memory.is_complete = not missing


def _draw(names: Collection[str]) -> list[dict[str, object]]:
    """Return a state for each table, which none has had."""
    return [{"name": name, "state": secrets.randbits(62)} for name in sorted(names)]
