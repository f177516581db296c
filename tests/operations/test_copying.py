"""A wiki moves from SQLite to PostgreSQL and back, and nothing is another afterwards."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text

from tests.builders import make_article, make_user
from tests.fixtures.postgresql import running_postgresql
from tests.fixtures.sample import own_wiki
from wiki.accounts.models import Role
from wiki.db import db
from wiki.operations.copying import copy_database
from wiki.operations.manifest import BackupError
from wiki.operations.rows import Tally

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    with running_postgresql() as url:
        yield url


def tallies(app: Flask) -> dict[str, Tally]:
    own = {"alembic_version", "table_states"}
    found = {}
    with app.app_context():
        for name in db.metadata.tables.keys() - own:
            found[name] = Tally()
            for row in db.session.execute(select(db.metadata.tables[name])).mappings():
                found[name].add(dict(row))
    return found


def copy(app: Flask, url: str) -> str:
    result = app.test_cli_runner().invoke(args=["db", "copy", url])
    assert result.exit_code == 0, result.output
    return str(result.output)


def test_a_wiki_moves_to_postgresql_and_back(
    make_started_wiki: Callable[[], Flask], postgresql: str, tmp_path: Path
) -> None:
    first = make_started_wiki()
    with first.app_context():
        make_article("Väntar på sin plats i sökningen", make_user(Role.EDITOR))
    before = tallies(first)
    assert before["articles"].count > 70
    assert before["index_outbox"].count == 1
    told = copy(first, postgresql)
    assert re.match(r"postgresql\S*: [0-9]+ rows of [0-9]+ tables, counted and compared", told)
    with own_wiki(postgresql, tmp_path / "second") as second:
        assert tallies(second) == before
        back = f"sqlite:///{tmp_path}/back.db"
        copy(second, back)
        with second.app_context():
            make_user(Role.ADMIN)  # the next number is free
    with own_wiki(back, tmp_path / "third") as third:
        assert tallies(third) == before
        with third.app_context():
            make_user(Role.ADMIN)


def test_a_database_that_holds_something_is_left_alone(
    make_wiki: Callable[[], Flask], tmp_path: Path
) -> None:
    wiki, url = make_wiki(), f"sqlite:///{tmp_path}/other.db"
    with create_engine(url).begin() as other:
        other.execute(text("CREATE TABLE mine (id INTEGER)"))
    with wiki.app_context(), pytest.raises(BackupError, match="is not empty"):
        copy_database(wiki, url)
    with create_engine(url).connect() as other:
        assert other.scalars(text("SELECT name FROM sqlite_master")).all() == ["mine"]
