"""Return what was computed before, as long as the tables have the same states.

Whoever finds the same states in the database would compute the same, whatever process has written.
"""

from array import array
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import TypeVar

from flask import current_app
from sqlalchemy import Select, select

from wiki.db import Base, db
from wiki.memory.models import FOUND, TOUCHED, TableState
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
    states = _find_states(tables)
    if states is None:
        return compute()
    memory: Memory = current_app.extensions["memory"]
    found: list[Value] = memory.find(key, states)
    if found:
        return found[0]
    computed = compute()
    memory.keep(key, states, computed)
    return computed


def _find_states(tables: Collection[type[Base]]) -> tuple[int, ...] | None:
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
