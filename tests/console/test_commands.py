"""Run commands where they cannot work: they print the reason and exit with code 1."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click import ClickException
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import NoSuchTableError

from tests.fixtures.application import TESTING
from wiki.console import explain_errors
from wiki.db import db

MakeWiki = Callable[[str], Flask]


@pytest.fixture
def make_wiki(tmp_path: Path) -> Iterator[MakeWiki]:
    """Return a function that creates the application on a given database."""
    from wiki.app import create_app

    made: list[Flask] = []

    def make(url: str) -> Flask:
        made.append(create_app({**TESTING, "DATABASE_URL": url}, instance=tmp_path / "instance"))
        return made[-1]

    yield make
    for app in made:
        app.extensions["sandbox"].close()
        with app.app_context():
            db.engine.dispose()


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    """Run `flask --app wiki ...`; a traceback fails the test."""
    result = app.test_cli_runner().invoke(args=list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    "command",
    [
        ["users", "list"],
        ["search", "check"],
        ["searches", "sweep"],
        ["content", "export", "/nosuch"],
        ["backup", "/nosuch/wiki.zip"],
    ],
    ids=" ".join,
)
def test_a_database_without_a_wiki_is_named(
    command: list[str], make_wiki: MakeWiki, fresh_database_url: str
) -> None:
    code, output = run(make_wiki(fresh_database_url), *command)
    assert code == 1
    assert "There is no wiki in" in output
    assert "python run.py" in output


def test_help_needs_no_wiki(make_wiki: MakeWiki, fresh_database_url: str) -> None:
    assert run(make_wiki(fresh_database_url), "users", "list", "--help")[0] == 0


@pytest.mark.long
def test_a_wiki_of_another_version_is_reported(
    make_wiki: MakeWiki, fresh_database_url: str
) -> None:
    app = make_wiki(fresh_database_url)
    with app.app_context():
        upgrade()
    assert run(app, "users", "list") == (0, "")
    with app.app_context():
        downgrade(revision="-1")
    code, output = run(app, "users", "list")
    assert (code, "older version" in output, "db upgrade" in output) == (1, True, True)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for command in (["users", "list"], ["db", "upgrade"], ["db", "current"]):
        code, output = run(app, *command)
        assert (code, "newer version" in output) == (1, True)


@pytest.mark.long
def test_a_file_system_on_which_sqlite_is_not_safe_is_named(
    make_wiki: MakeWiki, tmp_path: Path
) -> None:
    app = make_wiki(f"sqlite:///file:{tmp_path}/wiki.db?vfs=unix-dotfile&uri=true")
    for command in (["users", "list"], ["db", "upgrade"]):
        code, output = run(app, *command)
        assert (code, "SQLite cannot set journal_mode to wal there" in output) == (1, True)
        assert "wiki.db" in output


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("command", [["users", "list"], ["restore", "{file}"], ["db", "upgrade"]])
def test_a_database_that_does_not_answer_is_named(
    command: list[str], make_wiki: MakeWiki, tmp_path: Path
) -> None:
    file = _backup(make_wiki, tmp_path)
    app = make_wiki("postgresql://wiki:secret@127.0.0.1:1/wiki")
    code, output = run(app, *(part.format(file=file) for part in command))
    assert code == 1
    assert "wiki:***@127.0.0.1:1/wiki cannot be used" in output
    assert "secret" not in output


def _backup(make_wiki: MakeWiki, tmp_path: Path) -> Path:
    app = make_wiki(f"sqlite:///{tmp_path / 'source.db'}")
    with app.app_context():
        upgrade()
    assert run(app, "backup", str(tmp_path / "wiki.zip"))[0] == 0
    return tmp_path / "wiki.zip"


@pytest.mark.long
def test_a_file_that_is_no_database_is_named(make_wiki: MakeWiki, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Some text that no database begins with. " * 40)
    code, output = run(make_wiki(f"sqlite:///{tmp_path / 'notes.txt'}"), "users", "list")
    assert (code, "notes.txt cannot be used: file is not a database" in output) == (1, True)


@pytest.mark.long
def test_a_folder_that_cannot_be_written_is_named(
    make_wiki: MakeWiki, fresh_database_url: str, tmp_path: Path
) -> None:
    app = make_wiki(fresh_database_url)
    with app.app_context():
        upgrade()
    (tmp_path / "file").write_text("")
    code, output = run(app, "content", "export", str(tmp_path / "file/out"))
    assert (code, "file/out/articles/sv: Not a directory" in output) == (1, True)


def test_a_database_that_lacks_a_table_is_named(context: Flask) -> None:
    with pytest.raises(ClickException, match="lacks the table users"), explain_errors():
        raise NoSuchTableError("users")
