"""Read the states of tables beside the sessions: what is committed now, in microseconds."""

import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from wiki.runtime.deferred import Deferred

if TYPE_CHECKING:
    import psycopg
else:
    psycopg = Deferred("psycopg")  # SQLAlchemy loads it for PostgreSQL

_READ = "SELECT name, state FROM table_states"
States = Mapping[str, int]


class StateReader:
    """Read the states: on SQLite on a connection of its own, which each process opens for itself.

    There `PRAGMA data_version` says whether anybody has committed anything; only then the states
    are read. PostgreSQL is asked for them each time.
    """

    def __init__(self, engine: Engine) -> None:
        # In microseconds, without a network in between.
        self.is_read_at_once = engine.dialect.name == "sqlite"
        kind = _SqliteReader if self.is_read_at_once else _PostgresqlReader
        self._open: Callable[[], _Reader] = partial(kind, engine)
        self._lock = threading.Lock()
        self._opened: tuple[int, _Reader] | None = None

    def read(self) -> States | None:
        """Return the states by table, or None if the database does not answer.

        It is the same object as before only if nothing was committed.
        """
        try:
            return self._reader().read()
        except (sqlite3.Error, psycopg.Error, SQLAlchemyError, OSError):
            self.close()
            return None

    def mark_of(self, tables: Collection[str]) -> int | None:
        """Return one number for what tables hold, or None if it is not known."""
        states = self.read()
        return None if states is None else mark_of(states, tables)

    def close(self) -> None:
        """Close the connection; the next reading opens another."""
        with self._lock:
            opened, self._opened = self._opened, None
        if opened is not None:
            with suppress(sqlite3.Error):
                opened[1].close()

    def _reader(self) -> "_Reader":
        with self._lock:
            if self._opened is None or self._opened[0] != os.getpid():  # it survives no fork
                self._opened = (os.getpid(), self._open())
            return self._opened[1]


class _Reader(Protocol):
    """What reads the states of tables from one kind of database."""

    def read(self) -> States:
        """Return them by table, as `StateReader.read` does."""

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


def mark_of(states: States, tables: Collection[str]) -> int | None:
    """Return one number for the states of tables, or None if one has no state yet."""
    if not states.keys() >= set(tables):
        return None
    return hash(tuple(states[name] for name in sorted(tables)))
