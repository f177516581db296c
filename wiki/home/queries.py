"""Read whether the wiki can serve readers, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from wiki.db import check_connection
from wiki.schema import SchemaState, find_schema_state
from wiki.search.index.drainer import current_drainer

# Anybody may ask, so these tell what to do and no names, addresses or settings.
_DATABASE = (
    "The database does not answer. See whether it runs and whether DATABASE_URL is right; "
    "the log of the wiki has its words."
)
_SCHEMA = {
    SchemaState.MISSING: "The database is empty. Start the wiki by its own server, which fills it.",
    SchemaState.OLDER: (
        "The database is of an older version. Start the wiki by its own server, or run "
        "`flask --app wiki db upgrade`."
    ),
    SchemaState.NEWER: "The database is of a newer version. Start that version of the program.",
    SchemaState.UNKNOWN: (
        "The database has lost the number of its version. Restore the last backup, or ask for help."
    ),
}
_INDEX = (
    "The search index does not open, so searches are answered by the database alone. It is built "
    "anew by itself; if that does not help, run `flask --app wiki search rebuild`."
)


@dataclass(frozen=True)
class Part:
    """What readers need, and what is wrong with it, in words for the operator; "" if nothing is."""

    name: str
    fault: str


def find_database() -> Part:
    """Return whether the database answers."""
    try:
        check_connection()
    except SQLAlchemyError:
        current_app.logger.exception("the database is not ready")
        return Part("database", _DATABASE)
    return Part("database", "")


def list_parts() -> Sequence[Part]:
    """Return the database, its schema and the search index; without a database it alone."""
    database = find_database()
    return [database] if database.fault else [database, _find_schema(), _find_index()]


def _find_schema() -> Part:
    try:
        return Part("schema", _SCHEMA.get(find_schema_state(current_app), ""))
    except SQLAlchemyError:
        current_app.logger.exception("the database is not ready")
        return Part("database", _DATABASE)


def _find_index() -> Part:
    try:
        current_drainer().index.open()
    except Exception as error:  # reading a damaged file may raise any error
        current_app.logger.warning("the search index is not ready: %s", error)
        return Part("index", _INDEX)
    return Part("index", "")
