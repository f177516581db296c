"""Hold the database handle, the base of all tables, and the rules of a transaction."""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    String,
    and_,
    event,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session, SessionTransaction
from sqlalchemy.types import TypeDecorator

from wiki.errors import Busy


class Base(DeclarativeBase):
    """Name every constraint the same way, so that migrations can find it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)

# Sort keys compare byte by byte on every database, whatever its own language rules are.
BinaryString = String(200).with_variant(String(200, collation="C"), "postgresql")

_IMMEDIATE = "wiki_begin_immediate"
# SQLite lets whoever asks at the right moment write, so that one of many threads may wait for ever.
# Here they take turns; between processes there are few to wait for.
_turn = threading.Lock()
_this_thread = threading.local()
_WAIT_SECONDS = 25
_BUSY = _("Too many people are saving at once. Nothing was stored; try again.")
# The number of our one advisory lock; any other would do.
_WRITERS = 7_731_301
_REQUIRED_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


class UtcDateTime(TypeDecorator[datetime]):
    """Store moments as UTC and give them back with their time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a time zone, which would mean another thing elsewhere."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Add the time zone that SQLite cannot keep."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@contextmanager
def write(wait_seconds: float | None = None) -> Iterator[Session]:
    """Run the block as the only writer: all that it changes is committed at its end, or nothing.

    The transaction that has read so far ends first; objects read before are read again on their
    next use. Leaving the block by `return`, `continue` or `break` commits too, which changes
    nothing as long as nothing was written. Any exception rolls back. Raises Busy after a long
    wait for the turn, or after `wait_seconds`.

    On SQLite the lock is taken at once: a transaction that has read and then wants to write is
    refused without waiting when somebody else wrote in between. PostgreSQL takes a lock of ours,
    so that writers follow one another there too and a free address stays free until the commit.
    """
    if _is_writing():
        raise RuntimeError("write() inside write(): an action has one transaction, a step has none")
    session = db.session()
    session.rollback()
    with _turn_to_write(wait_seconds):
        try:
            transaction = _begin_write(session)
            yield session
            if session.get_transaction() is not transaction:
                raise RuntimeError("only write() ends the transaction that it has begun")
            session.commit()
        except BaseException:
            session.rollback()
            raise


@contextmanager
def _turn_to_write(wait_seconds: float | None) -> Iterator[None]:
    """Wait until no other thread of this process writes."""
    if not _turn.acquire(timeout=_WAIT_SECONDS if wait_seconds is None else wait_seconds):
        raise Busy(_BUSY)
    _this_thread.is_writing = True
    try:
        yield
    finally:
        _this_thread.is_writing = False
        _turn.release()


def _begin_write(session: Session) -> SessionTransaction | None:
    try:
        connection = session.connection(execution_options={_IMMEDIATE: True})
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_WRITERS)))
    except (OperationalError, PoolTimeoutError) as error:
        raise Busy(_BUSY) from error
    return session.get_transaction()


def _is_writing() -> bool:
    """Tell whether this thread is inside the block of a `write()`, with whatever session."""
    return getattr(_this_thread, "is_writing", False)


def end_reading() -> None:
    """End the transaction that has read, so that no old state is held during long work.

    Also after an error: PostgreSQL answers nothing more in a transaction in which a statement
    failed.
    """
    if _is_writing():
        raise RuntimeError("end_reading() inside write() would throw away what was written")
    db.session.rollback()


def check_connection() -> None:
    """Ask the database something, so that one which cannot be reached raises."""
    db.session.execute(select(1))


def is_any_pair(
    first: InstrumentedAttribute[str],
    second: InstrumentedAttribute[str],
    pairs: Collection[tuple[str, str]],
) -> ColumnElement[bool]:
    """Return the condition that two columns together hold one of the pairs.

    One `IN` for each first value: SQLite reads the whole table when it compares rows of values.
    """
    seconds: dict[str, list[str]] = {}
    for one, other in sorted(pairs):
        seconds.setdefault(one, []).append(other)
    return or_(false(), *(and_(first == one, second.in_(all_)) for one, all_ in seconds.items()))


def init_db(app: Flask) -> None:
    """Tie the handle to `app` and set SQLite up for safety."""
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"connect_args": {"timeout": 5}})
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)


def _prepare_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _set_pragmas(connection: Any, _record: Any) -> None:
    """Set what must hold on each connection, and assert that it does."""
    connection.isolation_level = None  # BEGIN is ours: see _begin
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    for name, wanted in _REQUIRED_PRAGMAS.items():
        found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            raise RuntimeError(f"SQLite refuses PRAGMA {name}={wanted}: it is {found}")
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(_IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
