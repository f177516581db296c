"""Make, empty and upgrade the tables of a database in a transaction that somebody else ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.command import downgrade, upgrade
from flask import current_app
from sqlalchemy import Connection, text

from wiki.db import IMMEDIATE, db

BASE, HEAD = "base", "head"


@contextmanager
def replacing() -> Iterator[Connection]:
    """Give a transaction in which everything in the database is replaced, or nothing.

    On SQLite rows may point at nothing until its end: see `list_broken_tables`.
    """
    with db.engine.connect() as connection:
        connection.detach()  # its settings are not for others
        if connection.dialect.name == "sqlite":
            connection.execution_options(**{IMMEDIATE: True})
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            yield connection


def migrate(target: Connection, revision: str) -> None:
    """Bring the tables to a version: down to none (BASE), or up."""
    extension = current_app.extensions["migrate"]
    config = extension.migrate.get_config(extension.directory)
    config.attributes["connection"] = target
    if revision == BASE:
        downgrade(config, revision)
    else:
        upgrade(config, revision)


def list_broken_tables(target: Connection) -> list[str]:
    """Return the tables with rows that point at nothing; PostgreSQL refuses such rows itself."""
    if target.dialect.name != "sqlite":
        return []
    return sorted({row[0] for row in target.execute(text("PRAGMA foreign_key_check"))})
