"""Walk the schema steps up and down, on an empty and on a filled database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from tests.fixtures.application import TESTING
from wiki.db import db
from wiki.operations.backup import read_backup, read_manifest, write_backup
from wiki.operations.first_start import prepare


@pytest.fixture
def own_wiki(fresh_database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Give a wiki whose database has no tables yet."""
    from wiki.app import create_app

    app = create_app({**TESTING, "DATABASE_URL": fresh_database_url}, instance=tmp_path)
    with app.app_context():
        yield app
        app.extensions["sandbox"].close()
        db.session.remove()
        db.engine.dispose()


@pytest.mark.usefixtures("own_wiki")
def test_the_steps_make_what_the_models_say() -> None:
    upgrade()

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


@pytest.mark.usefixtures("own_wiki")
def test_the_steps_can_be_walked_back() -> None:
    upgrade()
    downgrade(revision="base")

    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()


def test_a_filled_database_is_upgraded_with_nothing_lost(own_wiki: Flask, tmp_path: Path) -> None:
    """Fill the first schema with real content, then take every later step on it."""
    prepare(own_wiki, lambda _: None)
    counts = write_backup(tmp_path / "wiki.backup")
    downgrade(revision="base")
    upgrade(revision="0001")
    read_backup(tmp_path / "wiki.backup", read_manifest(tmp_path / "wiki.backup"))

    upgrade()

    with db.engine.connect() as connection:
        stored = {
            table: connection.scalar(text(f'SELECT count(*) FROM "{table}"')) for table in counts
        }
    assert stored == counts
    assert counts["revisions"] == 34


def test_the_universities_of_an_older_wiki_take_their_places(own_wiki: Flask) -> None:
    prepare(own_wiki, lambda _: None)
    numbers = text("SELECT slug FROM tags WHERE kind = 'university' AND number = :number")
    first = {"number": 1}
    downgrade(revision="0005")
    with db.engine.connect() as connection:
        assert connection.scalar(numbers, first) is None

    upgrade()

    with db.engine.connect() as connection:
        assert connection.scalar(numbers, first) == "malmo-university"
        assert connection.scalar(numbers, {"number": 6}) == "jonkoping-university"
