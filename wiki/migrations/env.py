"""Run the schema steps on a connection of the application, or on one that is given."""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from wiki.console import explain_errors, refuse_unusable
from wiki.db import IMMEDIATE, UtcDateTime, db

# Longer than a start or an upgrade of a large wiki takes.
_SECONDS_TO_WAIT = 120.0


def run() -> None:
    """Apply the steps in one transaction, so that a broken step changes nothing.

    On SQLite it is a writer's from its start, so that of several upgrades at once one waits for the
    other and then finds nothing to do.

    To change a table, SQLite makes a new one and copies the rows; foreign keys are not enforced
    meanwhile and are checked at the end.
    """
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            connection.execution_options(**{IMMEDIATE: _SECONDS_TO_WAIT})
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        _configure(connection)
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
                raise RuntimeError("the step left rows that point at nothing")
        if is_sqlite:
            # The check above has begun another transaction, in which the setting would be ignored.
            connection.rollback()
            connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


def run_within(connection: Connection) -> None:
    """Apply the steps in the transaction that somebody else has begun and ends."""
    _configure(connection)
    with context.begin_transaction():
        context.run_migrations()


def _configure(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=_render_item,
    )


def _render_item(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our own time type as plain SQL type: a step must not change when our code does."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


if context.is_offline_mode():
    raise RuntimeError(f"{current_app.name}: schema steps need a database, not a script")
given = context.config.attributes.get("connection")
if given is not None:
    run_within(given)
else:
    with explain_errors():
        refuse_unusable(current_app)
        run()
