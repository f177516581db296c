"""Make, empty and upgrade the tables of a database in a transaction that somebody else ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from sqlalchemy import Connection, Engine, text

from wiki.db import IMMEDIATE, LOCK_SECONDS, db
from wiki.runtime.deferred import Deferred

if TYPE_CHECKING:
    import flask_migrate
    from alembic import command
else:
    flask_migrate, command = Deferred("flask_migrate"), Deferred("alembic.command")

BASE, HEAD = "base", "head"


class Migrations:
    """What Flask-Migrate's commands ask of an application; it is loaded when they do."""

    def __init__(self, directory: Path) -> None:
        self.directory = str(directory)

    @cached_property
    def migrate(self) -> Any:
        """Return what makes the configuration of Alembic."""
        return flask_migrate.Migrate(db=db, directory=self.directory, render_as_batch=True)


def init_migrations(app: Flask, directory: Path) -> None:
    """Say where the steps are."""
    app.extensions["migrate"] = Migrations(directory)


def upgrade() -> None:
    """Upgrade the tables of the current application, in a transaction of its own."""
    flask_migrate.upgrade(directory=current_app.extensions["migrate"].directory)


@contextmanager
def replacing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction in which everything in a database is replaced, or nothing.

    On SQLite rows may point at nothing until its end: see `list_broken_tables`.
    """
    with engine.connect() as connection:
        connection.detach()  # its settings are not for others
        if connection.dialect.name == "sqlite":
            connection.execution_options(**{IMMEDIATE: LOCK_SECONDS})
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            yield connection


def migrate(target: Connection, revision: str) -> None:
    """Bring the tables to a version: down to none (BASE), or up."""
    extension = current_app.extensions["migrate"]
    config = extension.migrate.get_config(extension.directory)
    config.attributes["connection"] = target
    if revision == BASE:
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)


def list_broken_tables(target: Connection) -> list[str]:
    """Return the tables with rows that point at nothing; PostgreSQL refuses such rows itself."""
    if target.dialect.name != "sqlite":
        return []
    return sorted({row[0] for row in target.execute(text("PRAGMA foreign_key_check"))})
