"""Texts that are not published are found by, and counted for, only those who may see them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from tests.builders import Person, log_in, make_article, make_user
from tests.search.pages import counts, titles
from wiki.accounts.models import Role
from wiki.articles.actions.archive import archive_article
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.text import check_text
from wiki.db import db
from wiki.revisions.actions import hide_revision
from wiki.search.index.drainer import drain_now
from wiki.search.index.models import IndexTask
from wiki.search.queries.freshness import find_fingerprint
from wiki.tags.actions.terms import create_tag, update_tag
from wiki.tags.terms import Term


@pytest.fixture
def author(app: Flask) -> Person:
    author = make_user(Role.AUTHOR, app=app)
    editor = make_user(Role.EDITOR, app=app)
    make_article("Hemligt utkast", author, body="Flodhäst i skolan.", app=app)
    make_article("Publik text", editor, body="Flodhäst i badet.", app=app)
    drain_now(app)
    return author


@pytest.mark.long
@pytest.mark.parametrize(
    "address", ["/sv/search?q=flodhäst", "/sv/search?kind=concept", "/sv/search?q=kind:concept"]
)
def test_readers_and_other_authors_do_not_find_it(
    client: FlaskClient, app: Flask, author: Person, address: str
) -> None:
    for person in (None, make_user(Role.AUTHOR, app=app)):
        if person is not None:
            log_in(client, person)
        text = client.get(address).text
        assert titles(client, address) == ["Publik text"]
        assert "Hemligt" not in text
        assert counts(text)["Svenska"] == 1


def test_its_author_and_editors_find_it(client: FlaskClient, app: Flask, author: Person) -> None:
    for person in (author, make_user(Role.EDITOR, app=app), make_user(Role.ADMIN, app=app)):
        log_in(client, person)
        text = client.get("/sv/search?q=flodhäst").text
        assert set(titles(client, "/sv/search?q=flodhäst")) == {"Publik text", "Hemligt utkast"}
        assert counts(text)["Svenska"] == 2
        assert "Utkast" in text


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("question", ["title:hemligt", '"flodhäst i skolan"', "hemligt"])
def test_no_question_opens_it(client: FlaskClient, author: Person, question: str) -> None:
    assert titles(client, f"/sv/search?q={question}") == []


def test_a_newer_draft_is_found_by_authors_and_the_article_counts_once(
    client: FlaskClient, app: Flask
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    article_id = make_article("Om parker", editor, body="Parker i staden.", app=app)
    with app.app_context():
        text = check_text("concept", "Om parker", "", "Parker och en noshörning.", {})
        save_article(article_id, text, 1, make_user(app=app).viewer)
    drain_now(app)
    assert titles(client, "/sv/search?q=noshörning") == []
    assert titles(client, "/sv/search?q=parker") == ["Om parker"]
    log_in(client, make_user(app=app))
    assert titles(client, "/sv/search?q=noshörning") == ["Om parker"]
    assert "1 träff" in client.get("/sv/search?q=parker").text


def test_an_archived_article_is_left_to_editors(client: FlaskClient, app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    article_id = make_article("Gammal flodhäst", editor, app=app)
    drain_now(app)
    assert titles(client, "/sv/search?q=flodhäst") == ["Gammal flodhäst"]
    with app.app_context():
        archive_article(article_id, "", editor.viewer)
    # At once, though the index has still to hear of it.
    text = client.get("/sv/search?q=flodhäst").text
    assert "Inga träffar" in text
    assert counts(text) == {}
    drain_now(app)
    assert titles(client, "/sv/search?q=flodhäst") == []
    log_in(client, editor)
    assert titles(client, "/sv/search?q=flodhäst") == ["Gammal flodhäst"]


def test_no_cached_answer_comes_back_when_the_outbox_begins_anew(
    app: Flask, client: FlaskClient
) -> None:
    """The drainer empties the outbox a moment after it has published a new index."""
    editor = make_user(Role.EDITOR, app=app)
    article_id = make_article("Snart borta", editor, body="Flodhäst.", app=app)
    drain_now(app)
    with app.app_context():
        db.session.add(IndexTask(article_id=article_id))
        db.session.commit()
    assert titles(client, "/sv/search?q=flodhäst") == ["Snart borta"]
    with app.app_context():
        db.session.execute(delete(IndexTask))
        db.session.commit()
        archive_article(article_id, "Fel", editor.viewer)
    answer = client.get("/sv/search?q=flodhäst")
    assert "Snart borta" not in answer.text


@pytest.mark.long
@pytest.mark.parametrize("step", ["archive", "hide", "tag"])
def test_every_change_of_what_may_be_seen_has_a_fingerprint_of_its_own(
    app: Flask, step: str
) -> None:
    editor, admin = make_user(Role.EDITOR, app=app), make_user(Role.ADMIN, app=app)
    article_id = make_article("Om parker", editor, body="Parker.", app=app)
    with app.app_context():
        text = check_text("concept", "Om parker", "", "Andra ord.", {})
        save_article(article_id, text, 1, editor.viewer, publish=True)
        topic = create_tag(Term("topic", "Natur", "Nature"), editor.viewer)
        before = find_fingerprint()
        if step == "archive":
            archive_article(article_id, "Fel", editor.viewer)
        elif step == "hide":
            hide_revision(db.session.get_one(Article, article_id), 1, "Fel", admin.viewer)
        else:
            new = Term("topic", "Skog", "Forest")
            update_tag(topic.id, new, topic.edition, editor.viewer)
        assert find_fingerprint() != before
