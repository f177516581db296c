"""The database handle, the base of all tables, and write transactions."""

import sqlite3
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from flask import Flask
from flask_babel import lazy_gettext as _
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Select,
    String,
    and_,
    bindparam,
    event,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session, SessionTransaction
from sqlalchemy.types import TypeDecorator

from wiki.errors import Busy


class Base(DeclarativeBase):
    """The base of all tables; names constraints by a convention, so that migrations find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


_Row = TypeVar("_Row", bound=Base)

db = SQLAlchemy(model_class=Base)

# Sort keys compare byte by byte on every database, whatever its collation is.
BinaryString = String(200).with_variant(String(200, collation="C"), "postgresql")

# The execution option of a connection whose transactions take the write lock at their start: how
# many seconds to wait for it.
IMMEDIATE = "wiki_begin_immediate"
# SQLite has no queue of writers, so one of many threads could starve. This lock makes the threads
# of a process take turns; there are too few processes for one of them to starve.
_turn = threading.Lock()
_this_thread = threading.local()
_WAIT_SECONDS = 25
_BUSY = _("Too many people are saving at once. Nothing was stored; try again.")
# The number of our only advisory lock; chosen arbitrarily.
_WRITERS = 7_731_301
# How long SQLite waits for a lock, in seconds, unless something else is asked for.
LOCK_SECONDS = 5.0
# Waits so many milliseconds at most, until the end of the transaction.
_TAKE_TURN = select(
    func.set_config("lock_timeout", bindparam("milliseconds"), True),
    func.pg_advisory_xact_lock(_WRITERS),
)
# What SQLite calls a failure that is not the statement's (https://sqlite.org/rescode.html):
# read-only, disk I/O, full, not to be opened.
_SQLITE_FAILURES = {8, 10, 13, 14}
# The same of PostgreSQL: no connection, no room, read-only, shut down (classes of SQLSTATE).
_POSTGRESQL_FAILURES = ("08", "25006", "53", "57P", "58")
_REQUIRED_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


class UtcDateTime(TypeDecorator[datetime]):
    """Store times in UTC, and load them with their time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a time zone, since its meaning would depend on the machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Add the time zone, which SQLite does not store."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@contextmanager
def write(wait_seconds: float | None = None) -> Iterator[Session]:
    """Run the block as the only writer; commit at its end, roll back on any exception.

    The current read transaction ends first, and objects loaded before are loaded again on their
    next use. Leaving the block by `return`, `continue` or `break` commits too, which has no effect
    if nothing was written. Raises Busy after a long wait for the turn, or after `wait_seconds`.

    On SQLite the transaction takes the write lock at its start: one that has read and then writes
    would fail without waiting if somebody else wrote in between. On PostgreSQL it takes an advisory
    lock, so that writers take turns there too and a free slug is still free at the commit.
    """
    if _is_writing():
        raise RuntimeError("write() inside write(): an action has one transaction, a step has none")
    session = db.session()
    session.rollback()
    until = time.monotonic() + (_WAIT_SECONDS if wait_seconds is None else wait_seconds)
    with _turn_to_write(until):
        try:
            transaction = _begin_write(session, until)
            yield session
            if session.get_transaction() is not transaction:
                raise RuntimeError("only write() ends the transaction that it has begun")
            session.commit()
        except BaseException:
            session.rollback()
            raise


@contextmanager
def _turn_to_write(until: float) -> Iterator[None]:
    """Wait until no other thread of this process writes."""
    if not _turn.acquire(timeout=max(0.0, until - time.monotonic())):
        raise Busy(_BUSY)
    _this_thread.is_writing = True
    try:
        yield
    finally:
        _this_thread.is_writing = False
        _turn.release()


def _begin_write(session: Session, until: float) -> SessionTransaction | None:
    """Begin a transaction, and wait until no other process writes."""
    try:
        # Nought would be no limit for PostgreSQL.
        seconds = max(0.001, until - time.monotonic())
        connection = session.connection(execution_options={IMMEDIATE: seconds})
        if connection.dialect.name == "postgresql":
            seconds = max(0.001, until - time.monotonic())
            connection.execute(_TAKE_TURN, {"milliseconds": f"{seconds * 1000:.0f}"})
    except (OperationalError, PoolTimeoutError) as error:
        if isinstance(error, OperationalError) and is_out_of_order(error):
            raise
        raise Busy(_BUSY) from error
    return session.get_transaction()


def _is_writing() -> bool:
    """Return whether this thread is inside the block of a `write()`, with any session."""
    return getattr(_this_thread, "is_writing", False)


def end_reading() -> None:
    """End the read transaction, so that long work does not keep an old snapshot open.

    Call it after a database error too: PostgreSQL refuses all further statements of a transaction
    in which a statement failed.
    """
    if _is_writing():
        raise RuntimeError("end_reading() inside write() would discard what was written")
    db.session.rollback()


def is_out_of_order(error: DBAPIError) -> bool:
    """Return whether the database is gone, full or read-only, rather than a statement wrong."""
    if isinstance(error.orig, sqlite3.Error):
        # The lower byte says what it is, the upper one why; an error made by Python has neither.
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _SQLITE_FAILURES
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # nobody has answered
        return isinstance(error, OperationalError)
    return str(state).startswith(_POSTGRESQL_FAILURES)


def check_connection() -> None:
    """Run a trivial query, which raises if the database cannot be reached."""
    db.session.execute(select(1))


def is_any_pair(
    first: InstrumentedAttribute[str],
    second: InstrumentedAttribute[str],
    pairs: Collection[tuple[str, str]],
) -> ColumnElement[bool]:
    """Return the condition that two columns together equal any of the pairs.

    Uses an `IN` for each first value: SQLite scans the whole table when it compares row values.
    """
    seconds: dict[str, list[str]] = {}
    for first_value, second_value in sorted(pairs):
        seconds.setdefault(first_value, []).append(second_value)
    conditions = [and_(first == value, second.in_(others)) for value, others in seconds.items()]
    return or_(false(), *conditions)


def list_rows(model: type[_Row], column: InstrumentedAttribute[int], value: int) -> Sequence[_Row]:
    """Return the rows of a table whose column has a value, such as the links of an article.

    A save asks several tables, and building a statement costs more than running it.
    """
    return db.session.scalars(_rows_by(model, column), {"value": value}).all()


@cache
def _rows_by(model: type[_Row], column: InstrumentedAttribute[int]) -> Select[_Row]:
    return select(model).where(column == bindparam("value"))


def spell(words: str) -> list[str]:
    """Return the spellings of `words` in capitals and small letters; SQLite folds A to Z only."""
    spellings = {words, words.lower(), words.upper(), words.title(), words.capitalize()}
    return sorted(spellings)


def contains(
    words: str, *columns: ColumnElement[str] | InstrumentedAttribute[str]
) -> ColumnElement[bool]:
    """Return the condition that one of the columns contains `words`, in whatever case."""
    return or_(
        *(
            column.icontains(spelling, autoescape=True)
            for spelling in spell(words)
            for column in columns
        )
    )


def init_db(app: Flask) -> None:
    """Connect the handle to `app`, and configure SQLite for safety."""
    # The values of a statement that failed are texts and password hashes: no message shows them.
    options: dict[str, Any] = {"hide_parameters": True}
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        options["connect_args"] = {"timeout": LOCK_SECONDS}
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    prepare_engine(engine)


def prepare_engine(engine: Engine) -> None:
    """Make the connections of SQLite safe."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)


def _set_pragmas(connection: Any, _record: Any) -> None:
    """Set the required pragmas on a new connection, and check that they took effect."""
    connection.isolation_level = None  # BEGIN is ours: see _begin
    cursor = connection.cursor()
    _wait_at_most(cursor, LOCK_SECONDS)
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    for name, wanted in _REQUIRED_PRAGMAS.items():
        found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            raise sqlite3.OperationalError(
                f"SQLite cannot set {name} to {wanted} there, it stays {found}; "
                "network and some virtual file systems lack what it needs"
            )
    cursor.close()


def _begin(connection: Connection) -> None:
    seconds = connection.get_execution_options().get(IMMEDIATE)
    if seconds is None:
        connection.exec_driver_sql("BEGIN")
        return
    cursor = connection.connection.cursor()
    _wait_at_most(cursor, seconds)
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        _wait_at_most(cursor, LOCK_SECONDS)
        cursor.close()


def _wait_at_most(cursor: Any, seconds: float) -> None:
    cursor.execute(f"PRAGMA busy_timeout={seconds * 1000:.0f}")
