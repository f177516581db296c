"""Let one process among all nodes do a piece of work."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from wiki.background import alone
from wiki.db import db

# The first of the two numbers of a lock, chosen arbitrarily. The second is that of the work, or of
# the folder of a node, which each of its processes shares.
_WORKS, PLACES = 7_731_304, 7_731_303
_HOLDERS = text(
    """
    SELECT 1 FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND classid = :places AND objid = :place
    AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    """
)


class Work(IntEnum):
    """What is done by one process at a time."""

    START = 1
    MAIL = 2
    NOTICES = 3
    DERIVING = 4
    TEXTS = 5


def has_many_nodes() -> bool:
    """Return whether other servers may use the database."""
    return bool(current_app.config["SEVERAL_NODES"])


@contextmanager
def alone_of_all(work: Work, lock: Path) -> Iterator[bool]:
    """Say whether nobody else does this work, until the end of the block or of the process.

    With one server, the processes of the machine are told apart by a lock on a file.
    """
    if not has_many_nodes():
        with alone(lock) as is_alone:
            yield is_alone
        return
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        is_alone = connection.scalar(select(func.pg_try_advisory_lock(_WORKS, work.value))) is True
        try:
            yield is_alone
        finally:
            if is_alone:
                # A lost connection has lost the lock as well.
                with suppress(SQLAlchemyError):
                    connection.execute(select(func.pg_advisory_unlock(_WORKS, work.value)))


@contextmanager
def one_node_at_a_time(work: Work) -> Iterator[None]:
    """Wait until no other node does this work."""
    if not has_many_nodes():
        yield
        return
    with db.engine.connect() as connection, connection.begin():
        connection.execute(select(func.pg_advisory_xact_lock(_WORKS, work.value)))
        yield


def is_place_in_use(place: int) -> bool:
    """Return whether a process of the node in a folder runs."""
    values = {"places": PLACES, "place": place}
    return db.session.execute(_HOLDERS, values).first() is not None
