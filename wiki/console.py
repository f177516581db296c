"""Commands that end with a plain message and exit code 1 instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask, current_app, g
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy.exc import (
    DatabaseError,
    DBAPIError,
    InterfaceError,
    NoSuchTableError,
    OperationalError,
)

from wiki.db import db
from wiki.errors import InvalidInput, WikiError
from wiki.schema import SchemaState, find_schema_state


class BareCommand(click.Command):
    """A command in English and in the application's context, with any database."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; end with a plain message for errors that an operator can fix."""
        app = ctx.ensure_object(ScriptInfo).load_app()
        if not current_app:
            ctx.with_resource(app.app_context())
        g.language = "en"
        with explain_errors():
            self.check(app)
            return super().invoke(ctx)

    def check(self, app: Flask) -> None:
        """Raise ClickException when the command cannot work on this installation."""


class WikiCommand(BareCommand):
    """A command that needs a database of exactly this version of the wiki."""

    needs_newest = True

    def check(self, app: Flask) -> None:
        """Compare the schema of the database with the newest migration."""
        state = refuse_unusable(app)
        if state == SchemaState.MISSING:
            raise click.ClickException(
                f"There is no wiki in {_database_name()} yet.\n"
                "Start the wiki once to create it (python run.py, or msi-wiki serve), "
                "or create an empty one: flask --app wiki db upgrade\n"
                "If you mean another wiki, set WIKI_INSTANCE or DATABASE_URL."
            )
        if self.needs_newest and state == SchemaState.OLDER:
            raise click.ClickException(
                f"{_database_name()} was made by an older version of the wiki.\n"
                "Start the wiki once to upgrade it, or run: flask --app wiki db upgrade"
            )


class OlderWikiCommand(WikiCommand):
    """A command that needs a database of this version of the wiki or an older one."""

    needs_newest = False


def refuse_unusable(app: Flask) -> SchemaState:
    """Return the state of the schema; raise ClickException when no upgrade can reach this one."""
    state = find_schema_state(app)
    if state == SchemaState.UNKNOWN:
        raise click.ClickException(
            f"{_database_name()} has tables of a wiki, but does not say which version made them: "
            "its table alembic_version must have one row.\n"
            "Create an empty database and restore a backup into it."
        )
    if state == SchemaState.NEWER:
        raise click.ClickException(
            f"{_database_name()} was made by a newer version of the wiki: install that version."
        )
    return state


class WikiGroup(AppGroup):
    """A group of commands that need the wiki's database."""

    command_class = WikiCommand


@contextmanager
def explain_errors() -> Iterator[None]:
    """Turn errors that an operator can fix into ClickException; bugs stay as they are.

    Needs the application's context.
    """
    try:
        yield
    except InvalidInput as error:
        lines = [f"{field}: {message}" for field, message in error.fields.items()]
        raise click.ClickException("\n".join([str(error.message), *lines]).strip()) from error
    except WikiError as error:
        raise click.ClickException(str(error)) from error
    except (DBAPIError, NoSuchTableError) as error:
        if type(error) not in _EXPLAINED:
            raise
        raise click.ClickException(_explain(error)) from error
    except BrokenPipeError:
        raise  # the reader of our output has closed the pipe; click handles it
    except OSError as error:
        path = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{path}{error.strerror or error}") from error


# Raised when the database does not answer, is full, is locked, or is not a database. The other
# subclasses of DatabaseError mean a wrong statement, which is a bug.
_EXPLAINED = {DatabaseError, InterfaceError, NoSuchTableError, OperationalError}


def _explain(error: DBAPIError | NoSuchTableError) -> str:
    if isinstance(error, NoSuchTableError):
        return (
            f"{_database_name()} lacks the table {error}, although it says that it is prepared.\n"
            "Create an empty database and restore a backup into it."
        )
    reason = (str(error.orig).strip().splitlines() or [""])[0]
    return (
        f"The database {_database_name()} cannot be used: {reason}\n"
        "Check that it is running, and that DATABASE_URL (or WIKI_INSTANCE, for SQLite) is right."
    )


def _database_name() -> str:
    return db.engine.url.render_as_string(hide_password=True)
