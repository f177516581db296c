"""Read the mark of what readers see: a number that is another one after each change of it.

It stands for the states of all tables that pages for everybody show (see `wiki.memory`), so that a
page is true as long as the mark is what it was before the page was made, whatever process or node
has written since.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import closing, suppress
from functools import partial
from typing import Protocol

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from wiki.db import db
from wiki.pagecache.chosen import NOT_SHOWN

_READ = "SELECT name, state FROM table_states"


States = Mapping[str, int]


class MarkReader:
    """Read the mark: on SQLite on a connection of its own, which each process opens for itself.

    There `PRAGMA data_version` says whether anybody has committed anything; only then the states
    are read. PostgreSQL is asked for them each time.
    """

    def __init__(self, engine: Engine) -> None:
        is_sqlite = engine.dialect.name == "sqlite"
        kind = _SqliteReader if is_sqlite else _PostgresqlReader
        self._open: Callable[[], _Reader] = partial(kind, engine)
        self._lock = threading.Lock()
        self._opened: tuple[int, _Reader] | None = None
        self._marked: tuple[States, int | None] = ({}, None)

    def read(self) -> int | None:
        """Return the mark, or None if a table has no state or the database does not answer."""
        states = self._read_states()
        if states is None:
            return None
        marked = self._marked
        if marked[0] is not states:
            marked = (states, _mark_of(states, db.metadata.tables.keys() - NOT_SHOWN))
            self._marked = marked
        return marked[1]  # not that of another thread, which may have read before a change

    def read_of(self, *tables: str) -> int | None:
        """Return the mark of what some tables hold, or None likewise."""
        states = self._read_states()
        return None if states is None else _mark_of(states, tables)

    def close(self) -> None:
        """Close the connection; the next reading opens another."""
        with self._lock:
            opened, self._opened = self._opened, None
        if opened is not None:
            with suppress(sqlite3.Error):
                opened[1].close()

    def _read_states(self) -> States | None:
        try:
            return self._reader().read()
        except (sqlite3.Error, psycopg.Error, SQLAlchemyError, OSError):
            self.close()
            return None

    def _reader(self) -> "_Reader":
        with self._lock:
            if self._opened is None or self._opened[0] != os.getpid():  # it survives no fork
                self._opened = (os.getpid(), self._open())
            return self._opened[1]


class _Reader(Protocol):
    """What reads the states of tables from one kind of database."""

    def read(self) -> States:
        """Return them by table; the same object as before only if nothing was committed."""

    def close(self) -> None:
        """Close the connection."""


class _SqliteReader:
    def __init__(self, engine: Engine) -> None:
        # Autocommit, so that each statement sees what is committed by then.
        self._connection = sqlite3.connect(
            str(engine.url.database), timeout=5, isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA query_only=ON")
        self._cursor = self._connection.cursor()
        self._lock = threading.Lock()
        self._seen: tuple[int, States] | None = None

    def read(self) -> States:
        with self._lock:
            version = self._cursor.execute("PRAGMA data_version").fetchone()[0]
            if self._seen is None or self._seen[0] != version:
                # A commit between the two is seen by the next call, by its version.
                self._seen = (version, dict(self._cursor.execute(_READ).fetchall()))
            return self._seen[1]

    def close(self) -> None:
        self._connection.close()


class _PostgresqlReader:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")

    def read(self) -> States:
        with self._engine.connect() as connection, closing(connection.connection.cursor()) as asked:
            asked.execute(_READ)
            return dict(asked.fetchall())

    def close(self) -> None:
        """Leave the connections to the pool."""


def _mark_of(states: States, tables: Collection[str]) -> int | None:
    if not states.keys() >= set(tables):
        return None
    return hash(tuple(states[name] for name in sorted(tables)))
