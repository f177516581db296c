"""Test which reads are counted, what is stored of them, and what they cost."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.figures.reads import store, stored
from tests.fixtures.statements import statements
from wiki.articles.actions.drafts import delete_draft
from wiki.clock import now
from wiki.db import db
from wiki.figures.actions import DAYS_KEPT, merge_reads
from wiki.figures.background import ReadCounter
from wiki.figures.models import ReadCount

ADDRESS = "/sv/articles/tvattstugan"


def today() -> date:
    return now().date()


@pytest.fixture
def article(app: Flask, editor: Person, counter: ReadCounter) -> int:
    assert counter.buffer.take() == {}
    return make_article("Tvättstugan", editor, body="Om tvätt.", app=app)


def test_a_read_is_counted_by_article_and_day(
    app: Flask, client: FlaskClient, editor: Person, article: int
) -> None:
    other = make_article("The laundry", editor, language="en", app=app)
    for address in (ADDRESS, ADDRESS, "/en/articles/the-laundry"):
        answer = client.get(address)
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    assert stored(app) == {(today(), article): 2, (today(), other): 1}
    assert client.get(ADDRESS).status_code == 200
    assert stored(app)[today(), article] == 3


def test_a_reader_who_has_the_page_already_is_counted(
    app: Flask, client: FlaskClient, article: int
) -> None:
    etag = client.get(ADDRESS).headers["ETag"]
    assert client.get(ADDRESS, headers={"If-None-Match": etag}).status_code == 304
    assert stored(app) == {(today(), article): 2}


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": ""},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
    ],
)
def test_programs_and_pages_fetched_ahead_are_not_counted(
    app: Flask, client: FlaskClient, article: int, headers: Mapping[str, str]
) -> None:
    assert client.get(ADDRESS, headers=headers).status_code == 200
    assert stored(app) == {}


@pytest.mark.long
@pytest.mark.parametrize(
    "address",
    [
        f"{ADDRESS}/peek",
        f"{ADDRESS}/history",
        f"{ADDRESS}/revisions/1",
        "/sv/articles/finns-inte",
        "/sv/articles/",
    ],
)
def test_only_the_page_of_an_article_is_a_read(
    app: Flask, client: FlaskClient, article: int, address: str
) -> None:
    client.get(address)
    client.head(ADDRESS)
    assert stored(app) == {}


@pytest.mark.parametrize("role", ["author", "editor", "admin"])
def test_people_who_are_logged_in_are_not_counted(
    app: Flask, client: FlaskClient, article: int, role: str
) -> None:
    log_in(client, make_user(role, app=app))
    assert client.get(ADDRESS).status_code == 200
    assert stored(app) == {}


def test_nothing_is_counted_when_the_setting_is_off(
    app: Flask, client: FlaskClient, article: int
) -> None:
    app.config["COUNT_READS"] = False
    client.get(ADDRESS)
    app.config["COUNT_READS"] = True
    assert stored(app) == {}


def test_a_read_costs_the_page_no_statement(
    app: Flask, client: FlaskClient, article: int, counter: ReadCounter
) -> None:
    seen = {}
    for is_counted in (False, True):
        app.config["COUNT_READS"] = is_counted
        client.get(ADDRESS)
        with statements(app) as found:
            client.get(ADDRESS)
        seen[is_counted] = found
    assert seen[True] == seen[False]
    assert counter.buffer.take() == {(today(), article): 2}


def test_storing_takes_three_statements_a_day_however_many_articles(
    app: Flask, editor: Person, counter: ReadCounter
) -> None:
    for number in range(6):
        counter.buffer.note((today(), make_article(f"Nr {number}", editor, app=app)))
    with statements(app) as found:
        counter.flush()
    # PostgreSQL takes the turn of the writer by a statement too, and each write draws a state.
    beside = ("advisory", "table_states")
    own = [made for made in found if not any(words in made for words in beside)]
    assert len(own) == 3, found


def test_a_draft_deleted_meanwhile_is_left_out(
    app: Flask, author: Person, article: int, counter: ReadCounter
) -> None:
    draft = make_article("Utkast", author, app=app)
    counter.buffer.note((today(), draft))
    counter.buffer.note((today(), article))
    with app.app_context():
        delete_draft(draft, author.viewer)
    assert stored(app) == {(today(), article): 1}


def test_the_thread_stores_by_itself_and_merges_old_days(
    app: Flask,
    client: FlaskClient,
    article: int,
    counter: ReadCounter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store(app, 4, date(2024, 3, 9), article)
    client.get(ADDRESS)
    monkeypatch.setattr(counter._daily, "_done_on", None)
    monkeypatch.setitem(app.config, "INDEX_IN_BACKGROUND", True)
    counter.start()
    counter.stop()
    with app.app_context():
        days = {row.day: row.times for row in db.session.query(ReadCount)}
    assert days == {date(2024, 3, 1): 4, today(): 1}


def test_only_months_that_ended_long_ago_are_merged_and_only_once(
    app: Flask, editor: Person, article: int
) -> None:
    other = make_article("Mötet", editor, app=app)
    edge = today() - timedelta(days=DAYS_KEPT)
    for day, times, read in [
        (date(2023, 12, 1), 1, article),
        (date(2023, 12, 31), 2, article),
        (date(2023, 12, 5), 5, other),
        (date(2024, 1, 1), 7, article),
        (date(2024, 2, 29), 8, article),
        (edge, 3, article),
        (today(), 9, article),
    ]:
        store(app, times, day, read)
    merged = {
        (date(2023, 12, 1), article): 3,
        (date(2023, 12, 1), other): 5,
        (date(2024, 1, 1), article): 7,
        (date(2024, 2, 1), article): 8,
        (edge, article): 3,
        (today(), article): 9,
    }
    with app.app_context():
        assert merge_reads() == 2
    assert stored(app) == merged
    with app.app_context(), statements(app) as found:
        assert merge_reads() == 0
    assert len(found) == 1
    assert stored(app) == merged
