"""Compare the schema of the database with the one that this version of the wiki needs."""

from enum import StrEnum

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from wiki.db import db


class SchemaState(StrEnum):
    """What the schema is, compared with the newest migration."""

    CURRENT = "current"
    MISSING = "missing"
    OLDER = "older"
    NEWER = "newer"


def find_schema_state(app: Flask) -> SchemaState:
    """Return the state of the schema; raises SQLAlchemyError when the database does not answer."""
    steps = ScriptDirectory(app.extensions["migrate"].directory)
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    if not found:
        return SchemaState.MISSING
    if found == (steps.get_current_head(),):
        return SchemaState.CURRENT
    known = {step.revision for step in steps.walk_revisions()}
    return SchemaState.OLDER if known.issuperset(found) else SchemaState.NEWER
