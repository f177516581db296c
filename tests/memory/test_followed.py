"""What every page shows is read again when its tables have changed."""

import itertools

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from tests.builders import make_tag
from wiki.memory.queries import Followed, follow
from wiki.memory.reader import StateReader
from wiki.tags.models import Tag


def count(session: Session) -> int:
    return session.scalars(select(func.count(Tag.id))).one()


def test_it_is_read_once_for_each_mark(context: Flask) -> None:
    marks, numbers = [1], itertools.count(1)

    def next_number(_session: Session) -> int:
        return next(numbers)

    followed = Followed(lambda: marks[-1], next_number, 0)
    assert [followed.value(), followed.value()] == [1, 1]
    marks.append(2)
    assert [followed.value(), followed.value()] == [2, 2]
    followed.forget()
    assert followed.value() == 3


def test_a_change_of_its_tables_is_seen_at_once(context: Flask) -> None:
    make_tag("bostad")
    followed = follow(context.extensions["states"], [Tag.__tablename__], count, -1)
    assert followed.value() == 1
    make_tag("vatten")
    assert followed.value() == 2


def test_a_page_shows_one_state(app: Flask) -> None:
    followed = follow(app.extensions["states"], [Tag.__tablename__], count, -1)
    with app.test_request_context():
        before = followed.value()
        make_tag("vatten")
        assert followed.value() == before
    with app.test_request_context():
        assert followed.value() == before + 1


def test_without_the_database_the_last_value_stays(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_tag("bostad")
    marks: list[int | None] = [1]
    followed = Followed(lambda: marks[-1], count, -1)
    assert followed.value() == 1
    marks.append(None)
    broken = create_engine("sqlite:////nowhere/wiki.db")
    monkeypatch.setattr("wiki.memory.queries.Session", lambda _engine: Session(broken))
    assert followed.value() == 1
    assert Followed(lambda: None, count, -1).value() == -1
    assert StateReader(broken).mark_of(["tags"]) is None
