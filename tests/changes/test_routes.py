"""Test the recent changes over HTTP."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.articles.actions.archive import archive_article
from wiki.articles.actions.save import save_article
from wiki.articles.text import check_text
from wiki.db import db
from wiki.revisions.models import Revision


def save(app: Flask, article_id: int, base: int, person: Person, *, publish: bool = False) -> None:
    with app.app_context():
        text = check_text("concept", "Tvättstugan", "", f"Text {base + 1}", {})
        comment = f"Kommentar {base + 1}"
        save_article(article_id, text, base, person.viewer, comment=comment, publish=publish)


def test_readers_see_what_was_published_and_staff_drafts_too(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    article_id = make_article("Tvättstugan", editor, body="Text 1", app=app)
    save(app, article_id, 1, author)
    save(app, article_id, 2, editor, publish=True)
    save(app, article_id, 3, author)
    make_article("Hemligheten", author, body="a", app=app)
    page = client.get("/sv/changes").text
    assert "Kommentar 3" in page
    assert "compare?from=1&amp;to=3" in page
    for hidden in ("Kommentar 2", "Kommentar 4", "Hemligheten", "revisions/", "to=2"):
        assert hidden not in page
    log_in(client, author)
    page = client.get("/sv/changes").text
    for shown in (
        "Kommentar 2",
        "Kommentar 4",
        "Hemligheten",
        "from=2&amp;to=3",
        "from=3&amp;to=4",
    ):
        assert shown in page
    log_in(client, make_user("author", app=app))
    page = client.get("/sv/changes").text
    assert "Kommentar 4" in page
    assert "Hemligheten" not in page


def test_the_newest_is_first(app: Flask, client: FlaskClient, editor: Person) -> None:
    for title in ("Första", "Andra", "Tredje"):
        make_article(title, editor, body="a", app=app)
    page = client.get("/sv/changes").text
    assert page.index("Tredje") < page.index("Andra") < page.index("Första")


def test_changes_are_filtered_by_language_and_kind(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("Svenska begreppet", editor, body="a", app=app)
    make_article("Svenska metoden", editor, kind="method", body="a", app=app)
    make_article("The concept", editor, language="en", body="a", app=app)
    titles = {
        query: set(Page(client.get(f"/en/changes?{query}")).texts(".change-title > a"))
        for query in (
            "",
            "of=sv",
            "of=en",
            "kind=method",
            "of=sv&kind=concept",
            "of=xx&kind=yy&page=zz",
        )
    }
    everything = {"Svenska begreppet", "Svenska metoden", "The concept"}
    assert titles == {
        "": everything,
        "of=sv": {"Svenska begreppet", "Svenska metoden"},
        "of=en": {"The concept"},
        "kind=method": {"Svenska metoden"},
        "of=sv&kind=concept": {"Svenska begreppet"},
        "of=xx&kind=yy&page=zz": everything,
    }


def test_a_title_in_the_other_language_says_so(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("Tvättstugan", editor, body="a", app=app)
    assert '/sv/articles/tvattstugan" lang="sv">Tvättstugan</a>' in client.get("/en/changes").text
    assert '/sv/articles/tvattstugan">Tvättstugan</a>' in client.get("/sv/changes").text


@pytest.mark.long
def test_long_lists_have_pages(app: Flask, client: FlaskClient, editor: Person) -> None:
    article_id = make_article("Tvättstugan", editor, body="Text 1", app=app)
    for base in range(1, 53):
        save(app, article_id, base, editor, publish=True)
    first, last = client.get("/sv/changes").text, client.get("/sv/changes?page=999999999").text
    assert "Kommentar 53" in first
    assert "Kommentar 2<" not in first
    assert "Kommentar 2<" in last
    assert client.get("/sv/articles/tvattstugan/history?page=2").text.count('history-line"') == 3


def test_an_archived_article_leaves_the_changes(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    article_id = make_article("Tvättstugan", editor, body="a", app=app)
    assert "Tvättstugan" in client.get("/sv/changes").text
    with app.app_context():
        archive_article(article_id, "Fel", editor.viewer)
    assert "Tvättstugan" not in client.get("/sv/changes").text
    log_in(client, editor)
    assert "Tvättstugan" not in client.get("/sv/changes").text


def test_changes_are_below_their_day_in_swedish_time(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    for title, moment in (
        ("Efter midnatt", datetime(2026, 3, 3, 23, 30, tzinfo=UTC)),
        ("Samma dygn", datetime(2026, 3, 4, 8, 0, tzinfo=UTC)),
        ("Dagen innan", datetime(2026, 3, 3, 22, 30, tzinfo=UTC)),
    ):
        article_id = make_article(title, editor, app=app)
        with app.app_context():
            dated = update(Revision).where(Revision.article_id == article_id)
            db.session.execute(dated.values(created_at=moment, published_at=moment))
            db.session.commit()
    page = client.get("/sv/changes").text
    order = ["4 mars 2026", "Samma dygn", "Efter midnatt", "3 mars 2026", "Dagen innan"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page.count('class="day"') == 2
