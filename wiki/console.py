"""Meet what operators run into: plain words and exit code 1 instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app, g
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError

from wiki.db import db
from wiki.errors import InvalidInput, WikiError


class BareCommand(click.Command):
    """Run in English and in the application's context, whatever the database holds."""

    def invoke(self, ctx: click.Context) -> Any:
        """Call the command; what an operator can mend ends it with a plain message."""
        app = ctx.ensure_object(ScriptInfo).load_app()
        if not current_app:
            ctx.with_resource(app.app_context())
        g.language = "en"
        with plain_faults():
            self.check(app)
            return super().invoke(ctx)

    def check(self, app: Flask) -> None:
        """Raise ClickException when the command cannot work on this installation."""


class WikiCommand(BareCommand):
    """Run on a database that holds a wiki of this very version."""

    def check(self, app: Flask) -> None:
        """Compare the database's schema step with the newest that the program knows."""
        steps = ScriptDirectory(app.extensions["migrate"].directory)
        with db.engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
        if found == steps.get_current_head():
            return
        if found is None:
            raise click.ClickException(
                f"There is no wiki in {_database_name()} yet.\n"
                "Start the wiki once, which makes it (python run.py), or make an empty one: "
                "flask --app wiki db upgrade\n"
                "Is it another wiki that you mean? Then set WIKI_INSTANCE or DATABASE_URL."
            )
        if found in {step.revision for step in steps.walk_revisions()}:
            raise click.ClickException(
                f"{_database_name()} was made by an older version of the wiki.\n"
                "Start the wiki once, which upgrades it, or run: flask --app wiki db upgrade"
            )
        raise click.ClickException(
            f"{_database_name()} was made by a newer version of the wiki: install that one."
        )


class WikiGroup(AppGroup):
    """Gather commands that need the wiki's database."""

    command_class = WikiCommand


@contextmanager
def plain_faults() -> Iterator[None]:
    """Turn what an operator can mend into ClickException; what is our own fault stays as it is.

    Needs the application's context.
    """
    try:
        yield
    except InvalidInput as error:
        lines = [f"{field}: {message}" for field, message in error.fields.items()]
        raise click.ClickException("\n".join([str(error.message), *lines]).strip()) from error
    except WikiError as error:
        raise click.ClickException(str(error.message)) from error
    except DBAPIError as error:
        if type(error) not in _OF_THE_PLACE:
            raise
        raise click.ClickException(_explain(error)) from error
    except BrokenPipeError:
        raise  # whoever read our output has seen enough; click knows
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{place}{error.strerror or error}") from error


# What the database's place is to blame for: it does not answer, is full, locked, or no database.
# The other kinds of DatabaseError tell of a wrong statement.
_OF_THE_PLACE = {DatabaseError, InterfaceError, OperationalError}


def _explain(error: DBAPIError) -> str:
    reason = (str(error.orig).strip().splitlines() or [""])[0]
    return (
        f"The database {_database_name()} cannot be used: {reason}\n"
        "Does it run, and does DATABASE_URL (or WIKI_INSTANCE, for SQLite) name the right one?"
    )


def _database_name() -> str:
    return db.engine.url.render_as_string(hide_password=True)
