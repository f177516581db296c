"""Readers without an account get pages that are ready, and each is as if made anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from tests.builders import Person, log_in, make_article, make_tag, put_on
from tests.fixtures.statements import statements
from wiki.articles.actions.archive import archive_article
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import NotReadyError
from wiki.figures.models import ReadCount
from wiki.pagecache.layer import PageCache
from wiki.tags.models import Tag
from wiki.web.middleware.requestid import ONLY_READY

ARTICLE = "/sv/articles/alfa"


@pytest.fixture
def pages(app: Flask) -> PageCache:
    cache: PageCache = app.extensions["page_cache"]
    return cache


@pytest.fixture
def article(app: Flask, editor: Person) -> int:
    return make_article("Alfa", editor, body="Ett ord.", app=app)


@contextmanager
def made(app: Flask) -> Iterator[list[str]]:
    """Collect the statements of the pages that are made in the block."""
    with statements(app) as found:
        yield found


def test_a_page_is_made_once(app: Flask, client: FlaskClient, article: int) -> None:
    first = client.get(ARTICLE)
    with made(app) as found:
        second = client.get(ARTICLE)
    assert not found
    assert second.status_code == 200
    assert second.data == first.data
    own = {"X-Request-Id": "", "Date": ""}
    without_id = [{**dict(answer.headers), **own} for answer in (first, second)]
    assert without_id[0] == without_id[1]
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


@pytest.mark.long
@pytest.mark.parametrize("change", ["words", "raw", "tag", "archive"])
def test_a_change_is_seen_by_the_next_reader(
    app: Flask, client: FlaskClient, editor: Person, article: int, change: str
) -> None:
    tag = make_tag("bostad", label_sv="Bostad", app=app)
    put_on(article, tag, app=app)
    assert "Bostad" in client.get(ARTICLE).text
    assert "Bostad" in client.get(ARTICLE).text
    with app.app_context():
        if change == "words":
            with write():
                db.session.get_one(Tag, tag).label_sv = "Boende"
        elif change == "raw":
            with write():
                db.session.execute(text("UPDATE tags SET label_sv = 'Boende'"))
        elif change == "tag":
            db.session.execute(text("DELETE FROM article_tags"))
            db.session.commit()
        else:
            archive_article(article, "", editor.viewer)
    after = client.get(ARTICLE)
    assert after.status_code == (404 if change == "archive" else 200)
    assert ">Bostad<" not in after.text


def test_what_no_page_shows_leaves_the_pages(
    app: Flask, client: FlaskClient, author: Person, article: int
) -> None:
    client.get(ARTICLE)
    log_in(app.test_client(), author)  # a row of a session
    with made(app) as found:
        client.get(ARTICLE)
    assert not found


def test_what_is_rolled_back_leaves_the_pages(
    app: Flask, client: FlaskClient, article: int
) -> None:
    client.get(ARTICLE)
    with app.app_context():
        db.session.execute(text("UPDATE tags SET label_sv = 'Boende'"))
        db.session.rollback()
        db.session.execute(select(func.count(Tag.id)))
        db.session.commit()
    with made(app) as found:
        client.get(ARTICLE)
    assert not found


def test_a_change_while_a_page_is_made_is_not_lost(
    app: Flask, client: FlaskClient, pages: PageCache, article: int
) -> None:
    """A page that was read before a change, and is ready after it, is shown once and not kept."""

    def change_meanwhile(response: Response) -> Response:
        changes.append(app.after_request_funcs[None].pop())
        db.session.execute(text("UPDATE revisions SET title = title"))
        db.session.commit()
        return response

    changes: list[object] = []
    before = len(pages)
    app.after_request_funcs[None].append(change_meanwhile)
    client.get(ARTICLE)
    assert changes
    assert len(pages) == before
    client.get(ARTICLE)
    assert len(pages) == before + 1


def test_somebody_logged_in_gets_a_page_of_their_own(
    app: Flask, client: FlaskClient, editing: FlaskClient, article: int
) -> None:
    client.get(ARTICLE)
    own = editing.get(ARTICLE)
    assert "Logga ut" in own.text
    assert "no-store" in own.headers["Cache-Control"]
    assert "Logga ut" not in client.get(ARTICLE).text


@pytest.mark.long
@pytest.mark.parametrize("sent", ["a=1; session=%s", "session =%s; a=1", "a=1;\tsession\t= %s"])
def test_a_session_is_known_however_its_cookie_is_written(
    app: Flask, client: FlaskClient, editing: FlaskClient, article: int, sent: str
) -> None:
    cookie = editing.get_cookie("session")
    assert cookie
    client.get(ARTICLE)
    plain = app.test_client(use_cookies=False)
    own = plain.get(ARTICLE, headers={"Cookie": sent % cookie.value})
    assert "Logga ut" in own.text


def test_no_page_with_a_token_is_kept(app: Flask, client: FlaskClient, pages: PageCache) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client.get("/sv/login")
    client.get("/sv/subscribe")
    client.get("/sv/articles/missing")
    assert len(pages) == 0


def test_who_has_the_page_is_told_so(client: FlaskClient, article: int) -> None:
    first = client.get(ARTICLE, headers={"If-None-Match": '"another"'})
    assert first.status_code == 200
    etag = first.headers["ETag"]
    for condition in (etag, f'W/{etag}, "x"', "*"):
        again = client.get(ARTICLE, headers={"If-None-Match": condition})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag
        assert "Content-Length" not in again.headers


def test_encodings_are_kept_apart(client: FlaskClient, article: int) -> None:
    plain = [client.get(ARTICLE) for _ in range(2)]
    small = [client.get(ARTICLE, headers={"Accept-Encoding": "gzip, br"}) for _ in range(2)]
    refused = client.get(ARTICLE, headers={"Accept-Encoding": "gzip;q=0"})
    assert {answer.headers.get("Content-Encoding") for answer in plain} == {None}
    assert {answer.headers.get("Content-Encoding") for answer in small} == {"gzip"}
    assert refused.data == plain[1].data
    assert small[0].data == small[1].data != plain[0].data


def test_only_the_head_is_sent_for_head(client: FlaskClient, article: int) -> None:
    whole = client.get(ARTICLE)
    head = client.head(ARTICLE)
    assert head.data == b""
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


def test_reads_of_a_kept_page_are_counted(app: Flask, client: FlaskClient, article: int) -> None:
    browser = {"User-Agent": "Mozilla/5.0 Firefox/140.0"}
    for _ in range(3):
        client.get(ARTICLE, headers=browser)
    client.get(ARTICLE, headers={"User-Agent": "Googlebot/2.1"})
    client.get(ARTICLE, headers={**browser, "Sec-Purpose": "prefetch"})
    client.head(ARTICLE, headers=browser)
    app.extensions["reads"].flush()
    with app.app_context():
        assert db.session.scalar(select(func.sum(ReadCount.times))) == 3


def test_pages_end_when_an_event_does(
    app: Flask, client: FlaskClient, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Far from midnight, when pages that name days end too.
    noon = (now() + timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)
    start = noon + timedelta(minutes=10)
    facts = {"starts_at": f"{start:%Y-%m-%dT%H:%M}", "timezone": "UTC"}
    make_article("Seminarium", editor, kind="event", facts=facts, app=app)
    moments = [noon]
    for module in ("wiki.pagecache.layer", "wiki.events.queries"):
        monkeypatch.setattr(f"{module}.now", lambda: moments[-1])
    page = "/sv/events/"
    assert "Inget är planerat" not in client.get(page).text
    moments.append(start - timedelta(minutes=2))
    with made(app) as found:
        assert "Inget är planerat" not in client.get(page).text
    assert not found
    moments.append(start + timedelta(days=1))
    assert "Inget är planerat" in client.get(page).text


@pytest.mark.long
def test_long_addresses_are_not_kept(client: FlaskClient, pages: PageCache, article: int) -> None:
    for number in range(20):
        client.get(f"/sv/changes?from={number}")
        client.get(f"/sv/changes?from={number}{'x' * 2_000}")
    assert len(pages) == 20


def test_a_server_that_asks_for_what_is_ready_makes_no_page(
    app: Flask, client: FlaskClient, article: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is not ready has no line of the log either: it is asked again."""
    asked: dict[str, Any] = {"environ_overrides": {ONLY_READY: True}}
    with made(app) as found, pytest.raises(NotReadyError):
        client.get(ARTICLE, **asked)
    with pytest.raises(NotReadyError):
        client.get("/sv/login", **asked)
    assert "GET" not in capsys.readouterr().err
    client.get(ARTICLE)

    assert not found
    assert client.get(ARTICLE, **asked).status_code == 200
