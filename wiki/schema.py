"""Compare the schema of the database with the one that this version of the wiki needs.

Without Alembic, which takes a tenth of a second to load and is needed only to change the schema.
"""

from enum import StrEnum
from functools import cache
from pathlib import Path

from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from wiki.db import db


class SchemaState(StrEnum):
    """What the schema is, compared with the newest migration."""

    CURRENT = "current"
    MISSING = "missing"
    OLDER = "older"
    NEWER = "newer"
    UNKNOWN = "unknown"


def find_schema_state(app: Flask) -> SchemaState:
    """Return the state of the schema; raises SQLAlchemyError when the database does not answer."""
    steps = list_steps(app.extensions["migrate"].directory)
    with db.engine.connect() as connection:
        found = _read_version(connection)
        if not found:
            return SchemaState.UNKNOWN if _has_our_tables(connection) else SchemaState.MISSING
    if len(found) > 1:
        return SchemaState.UNKNOWN
    if found == [steps[-1]]:
        return SchemaState.CURRENT
    return SchemaState.OLDER if found[0] in steps else SchemaState.NEWER


@cache
def list_steps(directory: str) -> tuple[str, ...]:
    """Return the steps in a folder in order; each file begins with the number of its step."""
    files = Path(directory, "versions").glob("[0-9]*_*.py")
    return tuple(sorted(file.name.partition("_")[0] for file in files))


def _read_version(connection: Connection) -> list[str]:
    """Return which step was the last, as Alembic stores it; no one if there is none."""
    if not inspect(connection).has_table("alembic_version"):
        return []
    return list(connection.scalars(text("SELECT version_num FROM alembic_version")))


def _has_our_tables(connection: Connection) -> bool:
    """Return whether there are tables of a wiki, which has lost the number of its version."""
    return not db.metadata.tables.keys().isdisjoint(inspect(connection).get_table_names())
