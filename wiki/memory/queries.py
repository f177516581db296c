"""Return what was computed before, as long as the tables have the same states.

Whoever finds the same states in the database would compute the same, whatever process has written.
"""

from array import array
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

from flask import current_app, g, has_request_context
from sqlalchemy import Select, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from wiki.db import Base, db
from wiki.memory.models import FOUND, TOUCHED, TableState
from wiki.memory.reader import StateReader
from wiki.memory.store import Memory

Value = TypeVar("Value")

# Built once: building a statement costs more than running it.
_STATES = select(TableState.name, TableState.state)


def read_ids(query: Select[int]) -> Sequence[int]:
    """Return the ids that a query selects, in its order, in as little memory as they take."""
    return array("q", db.session.scalars(query))


def remember(key: Hashable, tables: Collection[type[Base]], compute: Callable[[], Value]) -> Value:
    """Return what `compute` returns, without calling it while none of the tables has changed.

    `key` names the computation with all that it depends on besides the rows of the tables, such
    as the day or who asks. Nobody may change the value; it must not belong to a session.
    """
    states = find_states(tables)
    if states is None:
        return compute()
    memory: Memory = current_app.extensions["memory"]
    found: list[Value] = memory.find(key, states)
    if found:
        return found[0]
    computed = compute()
    memory.keep(key, states, computed)
    return computed


def find_states(tables: Collection[type[Base]]) -> tuple[int, ...] | None:
    """Return the states of tables; None if one is unknown, or changed by this transaction.

    They are read once in a transaction. What is computed later may be newer than they are, which
    nobody notices; it is never older.
    """
    session = db.session()
    if session.autoflush:  # as a query does: or `compute` would store, after the states were read
        session.flush()
    connection = session.connection()
    names = [table.__tablename__ for table in tables]
    if not connection.info.get(TOUCHED, frozenset()).isdisjoint(names):
        return None
    found: Mapping[str, int] | None = connection.info.get(FOUND)
    if found is None:
        found = connection.info[FOUND] = dict(connection.execute(_STATES).all())
    try:
        return tuple(found[name] for name in names)
    except KeyError:
        return None


def find_committed_states(tables: Collection[type[Base]]) -> tuple[int, ...] | None:
    """Return the states of tables as other transactions have left them; None if one is unknown.

    What the current transaction has changed gives its tables other states at its end only.
    """
    found: Mapping[str, int] = dict(db.session.connection().execute(_STATES).all())
    names = [table.__tablename__ for table in tables]
    return tuple(found[name] for name in names) if found.keys() >= set(names) else None


class Followed(Generic[Value]):
    """A value that every page shows, read again when its tables have changed.

    `read` gets a session of its own, which sees all that the mark stands for: that of a request may
    be older. `first` is the value as long as none could be read.
    """

    def __init__(
        self, read_mark: Callable[[], int | None], read: Callable[[Session], Value], first: Value
    ) -> None:
        self._read_mark = read_mark
        self._read = read
        # One pair, or a thread could take what was read before a change for what was read after.
        self._found: tuple[int | None, Value] = (None, first)

    def value(self) -> Value:
        """Return the value of now, in a request that of the first time: a page shows one state.

        When the database fails, it is the last that was read: error pages show it too.
        """
        if not has_request_context():
            return self._read_again()
        known: dict[Followed[Value], Value] = g.setdefault("followed", {})
        if self not in known:
            known[self] = self._read_again()
        return known[self]

    def _read_again(self) -> Value:
        """Return what was read, unless its tables have changed since."""
        mark, found = self._read_mark(), self._found
        if mark is None or mark != found[0]:
            try:
                with Session(db.engine) as session:
                    found = self._found = (mark, self._read(session))
            except SQLAlchemyError:
                g.shows_former = True  # so that the page is not kept
        return found[1]

    def forget(self) -> None:
        """Read it again for the next page."""
        self._found = (None, self._found[1])


def follow(
    states: StateReader, tables: Sequence[str], read: Callable[[Session], Value], first: Value
) -> Followed[Value]:
    """Return a value that is read again when one of the tables has changed."""
    return Followed(lambda: states.mark_of(tables), read, first)
