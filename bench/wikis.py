"""Create wikis for benchmarks, in temporary folders."""

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event

from bench.corpus import make_documents
from bench.multiply import multiply
from wiki.accounts.actions.bootstrap import ensure_editorial_account
from wiki.accounts.actions.users import create_user
from wiki.accounts.models import Role, User
from wiki.accounts.viewer import Viewer
from wiki.app import create_app
from wiki.content.actions import load_folder
from wiki.content.folder import Folder
from wiki.db import db

# Of a larger wiki the rest are copies of these.
_MOST_LOADED = 10_000
PASSWORD = "only for measuring 1"
SETTINGS = {
    "BASE_URL": "http://localhost",
    "SECRET_KEY": "only for measuring",
    "WTF_CSRF_ENABLED": False,
    "INDEX_IN_BACKGROUND": False,
}


@contextlib.contextmanager
def new_wiki(articles: int, **settings: object) -> Iterator[Flask]:
    """Yield a wiki with this many articles, on a new SQLite file or the `DATABASE_URL` given."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({**SETTINGS, **settings}, instance=Path(folder))
        with app.app_context():
            upgrade(directory=app.extensions["migrate"].directory)
            viewer = ensure_editorial_account("Bench")
            if articles:
                documents = list(make_documents(min(articles, _MOST_LOADED)))
                load_folder(Folder([], documents), _show_progress, viewer)
                multiply(articles)
            db.session.remove()
        yield app
        app.extensions["sandbox"].close()
        with app.app_context():
            db.engine.dispose()


def _show_progress(what: str, done: int, total: int) -> None:
    if done == total or done % 500 == 0:
        print(f"\r  {what} {done}/{total}   ", end="" if done < total else "\n", file=sys.stderr)


def make_editor(app: Flask) -> User:
    """Create an account that may write and publish."""
    operator = Viewer(role=Role.ADMIN)
    with app.app_context():
        user = create_user("bench@example.org", "Bench", Role.EDITOR, PASSWORD, operator)
        db.session.expunge(user)
        db.session.remove()
    return user


@contextlib.contextmanager
def count_statements(app: Flask) -> Iterator[list[str]]:
    """Yield the list of SQL statements that run inside, without those that begin a transaction."""
    counted: list[str] = []

    def count(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            counted.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    yield counted
    event.remove(engine, "before_cursor_execute", count)
