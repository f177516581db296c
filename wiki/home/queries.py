"""Read whether the wiki can serve readers."""

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from wiki.schema import SchemaState, find_schema_state
from wiki.search.index.drainer import current_drainer


def find_unready_part() -> str | None:
    """Return what is not ready (`database`, `schema` or `index`), or None."""
    try:
        if find_schema_state(current_app) != SchemaState.CURRENT:
            return "schema"
    except SQLAlchemyError:
        current_app.logger.exception("the database is not ready")
        return "database"
    try:
        current_drainer().index.open()
    except Exception as error:  # reading a damaged file may raise any error
        current_app.logger.warning("the search index is not ready: %s", error)
        return "index"
    return None
