"""How well searches were answered, by week."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_user
from tests.page import Page
from wiki.accounts.models import Role
from wiki.accounts.viewer import ANONYMOUS, Viewer
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import NotAllowed
from wiki.search_log.models import OpenedHit, SearchCount
from wiki.search_log.queries.weeks import list_weeks

EDITOR = Viewer(role=Role.EDITOR)


@pytest.fixture
def monday() -> date:
    today = now().date()
    return today - timedelta(days=today.weekday())


@pytest.fixture
def counted(app: Flask, monday: date) -> None:
    """Count searches of this week, of two weeks ago on both its ends, and of long ago."""
    editor = make_user(Role.EDITOR, app=app)
    first, second = (make_article(title, editor, app=app) for title in ("Ett", "Två"))
    before = monday - timedelta(weeks=2)
    with app.app_context(), write():
        db.session.add_all(
            [
                SearchCount(day=monday, language="sv", text="skola", times=5, hits=2),
                SearchCount(day=monday, language="en", text="okapi", times=3, hits=0, asked_for=2),
                SearchCount(day=before, language="sv", text="skola", times=1, hits=1),
                SearchCount(
                    day=before + timedelta(days=6), language="sv", text="zebra", times=2, hits=0
                ),
                SearchCount(
                    day=monday - timedelta(weeks=12), language="sv", text="old", times=9, hits=0
                ),
                # Of one search two hits were opened, of another nothing was.
                OpenedHit(day=monday, language="sv", text="skola", article_id=first, times=2),
                OpenedHit(day=before, language="sv", text="skola", article_id=first, times=2),
                OpenedHit(day=before, language="sv", text="skola", article_id=second, times=1),
            ]
        )


def weeks(app: Flask, language: str = "") -> list[tuple[date, int, int, int, int]]:
    with app.app_context():
        return [
            (week.monday, week.times, week.lost, week.opened, week.asked_for)
            for week in list_weeks(EDITOR, language)
        ]


@pytest.mark.usefixtures("counted")
def test_weeks_are_added_up_and_those_without_searches_stand_between(
    app: Flask, monday: date
) -> None:
    assert weeks(app) == [
        (monday, 8, 3, 2, 2),
        (monday - timedelta(weeks=1), 0, 0, 0, 0),
        (monday - timedelta(weeks=2), 3, 2, 1, 0),
    ]
    assert weeks(app, "en") == [(monday, 3, 3, 0, 2)]


def test_without_searches_there_are_no_weeks(app: Flask) -> None:
    assert weeks(app) == []


def test_only_editors_read_them(app: Flask) -> None:
    with app.app_context(), pytest.raises(NotAllowed):
        list_weeks(ANONYMOUS)


@pytest.mark.usefixtures("counted")
def test_the_desk_shows_them_in_numbers_and_shares(editing: FlaskClient) -> None:
    page = Page(editing.get("/sv/desk/searches?show=weeks"))
    first = page.all("tbody tr")[0]
    assert first.texts("td.number") == ["8", "2 (25 %)", "3 (38 %)", "2"]
    empty = page.all("tbody tr")[1]
    assert empty.texts("td.number") == ["0", "0", "0", "0"]
    english = Page(editing.get("/en/desk/searches?show=weeks&of=en"))
    assert english.one("tbody tr").texts("td.number") == ["3", "0 (0%)", "3 (100%)", "2"]


def test_the_desk_says_what_will_be_there(editing: FlaskClient) -> None:
    assert "Ingen har sökt ännu" in editing.get("/sv/desk/searches?show=weeks").text
