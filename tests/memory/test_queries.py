"""What is remembered holds until a table changes, whoever changes it and in whatever way."""

from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from tests.builders import make_tag, make_user
from tests.fixtures.application import TESTING
from wiki.accounts.models import User
from wiki.app import create_app
from wiki.db import db, end_reading, write
from wiki.memory.models import TableState
from wiki.memory.queries import remember
from wiki.memory.store import Memory
from wiki.tags.models import Tag, TagRelation, TagSynonym

TAG = {"kind": "topic", "label_sv": "x", "label_en": "x", "sort_key_sv": "x", "sort_key_en": "x"}


class Counter:
    """Count the rows of a table, and how often they were counted."""

    def __init__(self, table: type[Tag] | type[TagSynonym] | type[TagRelation] = Tag) -> None:
        self.table, self.times = table, 0

    def ask(self) -> int:
        """Return the remembered number, as a request of its own."""
        end_reading()
        return remember(("rows", self.table), (self.table,), self._count)

    def _count(self) -> int:
        self.times += 1
        return db.session.scalar(select(func.count()).select_from(self.table)) or 0


@pytest.fixture
def counter(context: Flask) -> Counter:
    """Give a counter of tags, of which one is stored, so that each table has a state."""
    make_tag("first")
    return Counter()


def test_a_value_is_computed_once_while_its_table_is_as_it_was(counter: Counter) -> None:
    assert [counter.ask() for _time in range(3)] == [1, 1, 1]
    make_user("author", "Somebody else")  # a change of another table
    assert counter.ask() == 1
    assert counter.times == 1


def _by_object(session: Session) -> None:
    session.add(Tag(slug="second", **TAG))


def _by_many(session: Session) -> None:
    session.execute(insert(Tag), [{"slug": f"more-{number}", **TAG} for number in range(2)])


def _by_words(session: Session) -> None:
    session.execute(text("DELETE FROM tags"))


def _by_statement(session: Session) -> None:
    session.execute(delete(Tag))


@pytest.mark.parametrize(
    ("change", "count"), [(_by_object, 2), (_by_many, 3), (_by_words, 0), (_by_statement, 0)]
)
def test_every_way_to_change_rows_is_noticed(
    counter: Counter, change: Callable[[Session], None], count: int
) -> None:
    assert counter.ask() == 1
    with write() as session:
        change(session)
    assert counter.ask() == count


def test_an_update_is_noticed(counter: Counter) -> None:
    counter.ask()
    with write() as session:
        session.execute(update(Tag).values(label_sv="Annat"))
    counter.ask()
    assert counter.times == 2


def test_rows_that_the_database_deletes_with_others_are_noticed(counter: Counter) -> None:
    with write() as session:
        first, second = Tag(slug="a", **TAG), Tag(slug="b", **TAG)
        session.add_all([first, second])
        session.flush()
        session.add(TagRelation(tag_id=first.id, other_id=second.id))
    relations = Counter(TagRelation)
    assert relations.ask() == 1
    with write() as session:
        session.execute(delete(Tag).where(Tag.slug == "b"))
    assert relations.ask() == 0


def test_what_was_not_stored_is_not_remembered(counter: Counter) -> None:
    def change_and_fail() -> None:
        with write() as session:
            session.add(Tag(slug="second", **TAG))
            session.flush()
            assert remember(("rows", Tag), (Tag,), counter._count) == 2  # it sees its own rows
            raise LookupError

    assert counter.ask() == 1
    with pytest.raises(LookupError):
        change_and_fail()
    assert counter.ask() == 1


def test_what_waits_to_be_stored_is_not_remembered(counter: Counter) -> None:
    """A query stores first what waits, and so does what is remembered."""
    for remembers in (False, True):
        if remembers:
            assert counter.ask() == 1
        end_reading()
        db.session.add(Tag(slug="second", **TAG))
        assert remember(("rows", Tag), (Tag,), counter._count) == 2
        db.session.rollback()
        assert counter.ask() == 1


@pytest.fixture
def other_process(app: Flask, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Give a second application on the same database, with a memory of its own."""
    other = create_app({**TESTING, "DATABASE_URL": database_url}, instance=tmp_path / "other")
    yield other
    other.extensions["sandbox"].close()
    with other.app_context():
        db.engine.dispose()


@pytest.mark.long
def test_a_change_by_another_process_is_noticed(app: Flask, other_process: Flask) -> None:
    make_tag("first", app=app)
    counters = {app: Counter(), other_process: Counter()}

    def ask(process: Flask) -> int:
        with process.app_context():
            return counters[process].ask()

    assert [ask(app), ask(other_process)] == [1, 1]
    make_tag("second", app=other_process)
    assert [ask(app), ask(other_process)] == [2, 2]
    make_tag("third", app=app)
    assert [ask(app), ask(other_process)] == [3, 3]
    assert [counter.times for counter in counters.values()] == [3, 3]


def test_a_table_without_a_state_is_asked_each_time(counter: Counter) -> None:
    """A restored wiki has no states; its first change gives each table one."""
    with db.engine.begin() as connection:
        connection.execute(delete(TableState))
    assert [counter.ask(), counter.ask()] == [1, 1]
    assert counter.times == 2


def test_the_first_change_gives_every_table_a_state(context: Flask) -> None:
    make_user("author", "Anna")
    end_reading()
    names = set(db.session.scalars(select(TableState.name)))
    assert names == db.metadata.tables.keys()
    assert User.__tablename__ in names


def test_what_is_remembered_is_bounded() -> None:
    memory = Memory()
    for number in range(200):
        memory.keep(number, (1,), array("q", range(10_000)))
    kept = [number for number in range(200) if memory.find(number, (1,))]
    assert 20 < len(kept) < 60
    assert 199 in kept  # the oldest are forgotten first
    memory.keep("too much", (1,), array("q", range(1_000_000)))
    assert memory.find("too much", (1,)) == []
    assert memory.find(199, (1,)) != []
