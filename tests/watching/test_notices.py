"""Watch articles, terms and searches, and be told of what is published, on the site."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.page import Page
from wiki.articles.actions.archive import archive_article
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.text import check_text
from wiki.clock import now
from wiki.db import db, write
from wiki.search.index.drainer import drain_now
from wiki.watching.background.notifier import notify_now, sweep_notices
from wiki.watching.models import Notice, Publication, Watch


@pytest.fixture
def bo(app: Flask, client: FlaskClient) -> Person:
    person = make_user("author", "Bo Lind", "bo@example.org", app=app)
    log_in(client, person)
    return person


def watch(client: FlaskClient, kind: str, target: int = 0, **more: str) -> int:
    data = {"kind": kind, "target": str(target), "next": "/sv/", **more}
    return client.post("/sv/watches", data=data).status_code


def save(app: Flask, article_id: int, editor: Person, body: str, *, publish: bool = True) -> None:
    with app.app_context():
        text = check_text("concept", f"Titel {article_id}", "", body, {})
        head = db.session.get_one(Article, article_id).head
        assert head is not None
        save_article(article_id, text, head.number, editor.viewer, publish=publish)


def told(app: Flask) -> list[tuple[int, int, bool]]:
    notify_now(app)
    with app.app_context():
        rows = db.session.scalars(select(Notice).order_by(Notice.id))
        return [(row.user_id, row.article_id, row.is_new) for row in rows]


def test_who_watches_an_article_is_told_of_a_new_version(
    app: Flask, client: FlaskClient, bo: Person, editor: Person
) -> None:
    article = make_article("Alfa", editor, app=app)
    told(app)
    assert watch(client, "article", article) == 303
    save(app, article, editor, "Nytt.")
    assert told(app) == [(bo.user_id, article, False)]
    page = client.get("/sv/account/notices").text
    assert f"Titel {article}" in page
    assert "oläst: ny version" in page
    assert '<span class="count">1</span>' in client.get("/sv/").text
    client.post("/sv/account/notices/read")
    assert "oläst" not in client.get("/sv/account/notices").text
    assert '<span class="count">1</span>' not in client.get("/sv/").text


def test_who_watches_a_term_is_told_of_a_new_article(
    app: Flask, client: FlaskClient, bo: Person, editor: Person
) -> None:
    tag = make_tag("metoder", app=app)
    watch(client, "tag", tag)
    article = make_article("Alfa", editor, app=app)
    put_on(article, tag, app=app)
    make_article("Beta", editor, app=app)
    assert told(app) == [(bo.user_id, article, True)]


@pytest.mark.long
def test_who_watches_a_search_is_told_of_what_it_finds(
    app: Flask, client: FlaskClient, bo: Person, editor: Person
) -> None:
    assert watch(client, "search", query="q=bryggor&sort=newest&page=3") == 303
    with app.app_context():
        assert db.session.scalars(select(Watch.query)).one() == "q=bryggor"
    assert "Sluta bevaka" in client.get("/sv/search?q=bryggor&sort=newest").text
    assert "Sluta bevaka" not in client.get("/sv/search?q=broar").text
    assert "bryggor" in client.get("/sv/account/watches").text
    found = make_article("Om bryggor", editor, app=app)
    make_article("Om annat", editor, app=app)
    assert told(app) == []  # the index does not know it yet
    drain_now(app)
    assert told(app) == [(bo.user_id, found, True)]


def test_nobody_is_told_of_what_they_did(
    app: Flask, client: FlaskClient, bo: Person, editor: Person
) -> None:
    article = make_article("Alfa", editor, app=app)
    told(app)
    editing = app.test_client()
    log_in(editing, editor)
    watch(editing, "article", article)
    watch(client, "article", article)
    save(app, article, bo, "Bos text.", publish=False)
    assert told(app) == []  # readers see nothing of it
    save(app, article, editor, "Evas text.")
    assert told(app) == [(bo.user_id, article, False)]


def test_one_version_is_told_once(
    app: Flask, client: FlaskClient, bo: Person, editor: Person
) -> None:
    tag = make_tag("metoder", app=app)
    article = make_article("Alfa", editor, app=app)
    put_on(article, tag, app=app)
    told(app)
    watch(client, "article", article)
    watch(client, "tag", tag)
    save(app, article, editor, "Nytt.")
    assert len(told(app)) == 1
    assert len(told(app)) == 1


def test_nothing_is_shown_of_what_readers_do_not_see(
    app: Flask, client: FlaskClient, bo: Person, editor: Person
) -> None:
    article = make_article("Alfa", editor, app=app)
    told(app)
    watch(client, "article", article)
    save(app, article, editor, "Nytt.")
    assert len(told(app)) == 1
    with app.app_context():
        archive_article(article, "gammal", editor.viewer)
    assert f"Titel {article}" not in client.get("/sv/account/notices").text
    assert f"Titel {article}" not in client.get("/sv/account/watches").text


def test_what_was_withdrawn_meanwhile_is_not_told(
    app: Flask, client: FlaskClient, bo: Person, editor: Person
) -> None:
    article = make_article("Alfa", editor, app=app)
    told(app)
    watch(client, "article", article)
    save(app, article, editor, "Nytt.")
    with app.app_context():
        archive_article(article, "gammal", editor.viewer)
    assert told(app) == []


def test_drafts_cannot_be_watched(
    app: Flask, client: FlaskClient, bo: Person, author: Person
) -> None:
    draft = make_article("Utkast", author, app=app)
    assert watch(client, "article", draft) == 404
    assert watch(client, "article", 99_999) == 404
    assert watch(client, "tag", 99_999) == 404
    assert watch(client, "nonsense") == 404
    assert watch(client, "search", query="") == 303  # with a message
    with app.app_context():
        assert db.session.scalars(select(Watch)).all() == []


def test_watching_ends(app: Flask, client: FlaskClient, bo: Person, editor: Person) -> None:
    article = make_article("Alfa", editor, app=app)
    told(app)
    watch(client, "article", article)
    watch(client, "article", article)
    assert "Alfa" in client.get("/sv/account/watches").text
    assert "Sluta bevaka" in client.get("/sv/articles/alfa").text
    watch(client, "article", article, intent="stop")
    page = client.get("/sv/articles/alfa")
    undo = Page(page).one(".notice[role=status] form")
    assert "Sluta bevaka" not in page.text
    assert ">Bevaka<" in client.get("/sv/articles/alfa").text
    assert ">Bevaka<" not in app.test_client().get("/sv/articles/alfa").text
    save(app, article, editor, "Nytt.")
    assert told(app) == []
    assert client.post(undo["action"], data=undo.sent()).status_code == 303
    assert "Sluta bevaka" in client.get("/sv/account/watches").text


def test_a_closed_account_is_told_nothing(
    app: Flask, client: FlaskClient, bo: Person, editor: Person
) -> None:
    article = make_article("Alfa", editor, app=app)
    told(app)
    watch(client, "article", article)
    with app.app_context(), write():
        db.session.execute(db.text("UPDATE users SET is_active = false WHERE name = 'Bo Lind'"))
    save(app, article, editor, "Nytt.")
    assert told(app) == []


def test_a_change_of_tags_is_no_publication(
    app: Flask, editor: Person, editing: FlaskClient
) -> None:
    article = make_article("Alfa", editor, app=app)
    tag = make_tag("metoder", app=app)
    with app.app_context():
        before = db.session.scalars(select(Publication.id)).all()
    editing.post("/sv/articles/alfa/tags", data={"tags": str(tag), "article": str(article)})
    with app.app_context():
        assert db.session.scalars(select(Publication.id)).all() == before


def test_who_has_nothing_to_tell_waits_for_no_writer(app: Flask, editor: Person) -> None:
    make_article("Alfa", editor, app=app)
    told(app)
    with ThreadPoolExecutor(1) as pool, app.app_context(), write():
        assert pool.submit(notify_now, app).result(timeout=5) == 0


def test_old_notices_are_deleted(
    app: Flask, client: FlaskClient, bo: Person, editor: Person
) -> None:
    article = make_article("Alfa", editor, app=app)
    told(app)
    watch(client, "article", article)
    save(app, article, editor, "Ett.")
    assert len(told(app)) == 1
    with app.app_context(), write():
        db.session.execute(update(Notice).values(created_at=now() - timedelta(days=181)))
    save(app, article, editor, "Två.")
    assert len(told(app)) == 2
    with app.app_context():
        sweep_notices()
    assert len(told(app)) == 1
