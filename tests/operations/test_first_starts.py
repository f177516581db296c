"""Two starts at once prepare a wiki once, and a database of a newer version is told in words."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from click import ClickException
from flask_migrate import upgrade
from sqlalchemy import text

from tests.fixtures.sample import MakeWiki, own_wiki
from wiki.db import db
from wiki.operations.first_start import prepare
from wiki.operations.server_lock import one_at_a_time
from wiki.schema import SchemaState, find_schema_state


def test_the_second_start_waits_and_says_so(tmp_path: Path) -> None:
    told, order = threading.Event(), []

    def start_second() -> None:
        with one_at_a_time(tmp_path, told.set):
            order.append("second")

    second = threading.Thread(target=start_second)
    with one_at_a_time(tmp_path, lambda: order.append("waits without a reason")):
        second.start()
        assert told.wait(10)
        order.append("first")
    second.join(10)
    assert order == ["first", "second"]


@pytest.mark.long
def test_two_first_starts_at_once_make_one_wiki(fresh_database_url: str, tmp_path: Path) -> None:
    said: list[list[str]] = [[], []]
    errors: list[BaseException] = []

    def start(lines: list[str]) -> None:
        try:
            with own_wiki(fresh_database_url, tmp_path / "instance") as app:
                prepare(app, lines.append)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=start, args=(lines,)) for lines in said]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert errors == []
    first, second = sorted(said, key=len, reverse=True)
    assert "First start: loading the sample content." in first
    assert second == ["Another start is preparing this wiki: waiting until it is ready."]


@pytest.mark.long
def test_an_upgrade_waits_for_who_writes(tmp_path: Path) -> None:
    file = tmp_path / "wiki.db"
    with (
        closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other,
        own_wiki(f"sqlite:///{file}", tmp_path / "instance") as app,
        app.app_context(),
    ):
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE another (id)")
        end = threading.Timer(1, other.execute, ["COMMIT"])
        end.start()
        upgrade(directory=app.extensions["migrate"].directory)
        end.join()
        assert find_schema_state(app) == SchemaState.CURRENT


@pytest.mark.long
def test_a_database_of_a_newer_version_is_told_in_words(make_started_wiki: MakeWiki) -> None:
    app = make_started_wiki()
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ClickException, match="made by a newer version of the wiki") as caught:
        prepare(app, lambda _line: None)
    assert "9999" not in caught.value.message


@pytest.mark.long
def test_a_database_without_one_version_is_told_in_words(make_wiki: MakeWiki) -> None:
    app = make_wiki()
    with app.app_context():
        upgrade(directory=app.extensions["migrate"].directory)
    for statement in (
        "INSERT INTO alembic_version VALUES ('0003')",
        "DELETE FROM alembic_version",
        "DROP TABLE alembic_version",
    ):
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text(statement))
        with pytest.raises(ClickException, match="does not say which version made them"):
            prepare(app, lambda _line: None)
