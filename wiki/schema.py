"""Compare the schema of the database with the one that this version of the wiki needs."""

from enum import StrEnum
from functools import cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect
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
    steps = _read_steps(app.extensions["migrate"].directory)
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
        if not found:
            return SchemaState.UNKNOWN if _has_our_tables(connection) else SchemaState.MISSING
    if len(found) > 1:
        return SchemaState.UNKNOWN
    if found == (steps.get_current_head(),):
        return SchemaState.CURRENT
    known = {step.revision for step in steps.walk_revisions()}
    return SchemaState.OLDER if known.issuperset(found) else SchemaState.NEWER


@cache  # each step is a file to compile, and they are those of the program that runs
def _read_steps(directory: str) -> ScriptDirectory:
    return ScriptDirectory(directory)


def _has_our_tables(connection: Connection) -> bool:
    """Return whether there are tables of a wiki, which has lost the number of its version."""
    return not db.metadata.tables.keys().isdisjoint(inspect(connection).get_table_names())
