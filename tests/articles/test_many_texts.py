"""An article that many texts link to changes at once, and those texts follow in the background."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.articles.linked import body_of, hrefs
from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.accounts.models import Role, User
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.archive import archive_article, unarchive_article
from wiki.articles.actions.mend import mend_text
from wiki.articles.actions.save import rename_article, save_article
from wiki.articles.background.texts import follow_now
from wiki.articles.models import Article, TextTask
from wiki.articles.queries.targets import Key
from wiki.articles.steps.links import MOST_AT_ONCE
from wiki.articles.steps.revise import find_head, text_of
from wiki.db import db
from wiki.errors import Busy, Unavailable

MANY = MOST_AT_ONCE + 1


@pytest.fixture
def target(app: Flask, editor: Person) -> int:
    return make_article("Labb", editor, body="Text.", app=app)


def make_sources(app: Flask, editor: Person, count: int) -> list[int]:
    return [
        make_article(f"Källa {number}", editor, body="Ett [[Labb]].", app=app)
        for number in range(count)
    ]


def rename(client: FlaskClient, title: str, slug: str = "labb") -> Page:
    sent = {"title": title, "comment": ""}
    return Page(client.post(f"/sv/articles/{slug}/rename", data=sent, follow_redirects=True))


def test_few_texts_follow_at_once(
    app: Flask, target: int, editing: FlaskClient, editor: Person
) -> None:
    sources = make_sources(app, editor, MOST_AT_ONCE)
    assert "uppdateras" not in rename(editing, "Verkstad").text
    with app.app_context():
        assert {body_of(source) for source in sources} == {"Ett [[Verkstad|Labb]]."}
        assert db.session.query(TextTask).count() == 0


def test_many_texts_follow_later_and_lead_there_meanwhile(
    app: Flask, target: int, editing: FlaskClient, client: FlaskClient, editor: Person
) -> None:
    sources = make_sources(app, editor, MANY)
    said = f"{MANY} texter som länkar hit uppdateras."
    assert said in rename(editing, "Verkstad").text
    assert said in editing.get("/sv/articles/verkstad/backlinks").text
    with app.app_context():
        assert {body_of(source) for source in sources} == {"Ett [[Labb]]."}
        assert hrefs(sources[0]) == ["/sv/labb"]
    assert client.get("/sv/articles/labb").headers["Location"] == "/sv/articles/verkstad"
    assert "uppdateras" not in client.get("/sv/articles/verkstad/backlinks").text
    assert follow_now(app) == 2 * MANY
    assert "uppdateras" not in editing.get("/sv/articles/verkstad/backlinks").text
    with app.app_context():
        assert {body_of(source) for source in sources} == {"Ett [[Verkstad|Labb]]."}
        assert hrefs(sources[0]) == ["/sv/verkstad"]
        head = find_head(db.session.get_one(Article, sources[0]))
        assert (head.author_id, head.comment) == (
            editor.viewer.user_id,
            "Länk rättad: nu ”Verkstad”",
        )
    assert follow_now(app) == 0


@pytest.mark.long
def test_what_somebody_has_saved_meanwhile_stays(
    app: Flask, target: int, editing: FlaskClient, editor: Person
) -> None:
    source = make_sources(app, editor, MANY)[0]
    rename(editing, "Verkstad")
    with app.app_context():
        text = text_of(find_head(db.session.get_one(Article, source)))
        mine = replace(text, body=f"{text.body} Och mer.")
        save_article(source, mine, 1, editor.viewer, publish=True)
    rename(editing, "Studio", "verkstad")
    follow_now(app)
    with app.app_context():
        assert body_of(source) == "Ett [[Studio|Labb]]. Och mer."
        assert hrefs(source) == ["/sv/studio"]


@pytest.mark.long
def test_a_failure_holds_up_no_other_text_and_is_tried_again(
    app: Flask,
    target: int,
    editing: FlaskClient,
    editor: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sources = make_sources(app, editor, MANY)
    rename(editing, "Verkstad")
    fails = {*sources[2:5]}

    def fail_for_some(
        source_id: int, article_id: int, former: Collection[Key], viewer: Viewer
    ) -> None:
        if source_id in fails:
            raise OSError("the disk is full")
        mend_text(source_id, article_id, former, viewer)

    with monkeypatch.context() as patch:
        patch.setattr("wiki.articles.background.texts.mend_text", fail_for_some)
        with pytest.raises(OSError, match="disk"):
            follow_now(app)
    with app.app_context():
        assert {task.article_id for task in db.session.query(TextTask)} == fails
        assert body_of(sources[-1]) == "Ett [[Verkstad|Labb]]."
        assert hrefs(sources[2]) == ["/sv/verkstad"]
    follow_now(app)
    with app.app_context():
        assert {body_of(source) for source in sources} == {"Ett [[Verkstad|Labb]]."}
        assert {find_head(db.session.get_one(Article, source)).number for source in sources} == {2}


@pytest.mark.long
def test_nothing_is_written_in_the_name_of_a_closed_account(
    app: Flask, target: int, editing: FlaskClient, editor: Person
) -> None:
    sources = make_sources(app, editor, MANY)
    rename(editing, "Verkstad")
    with app.app_context():
        db.session.get_one(User, editor.viewer.user_id).is_active = False
        db.session.commit()
    follow_now(app)
    with app.app_context():
        assert body_of(sources[0]) == "Ett [[Labb]]."
        assert hrefs(sources[0]) == ["/sv/verkstad"]
        assert db.session.query(TextTask).count() == 0


@pytest.mark.long
def test_an_archived_article_takes_many_links_along(
    app: Flask, target: int, editor: Person
) -> None:
    sources = make_sources(app, editor, MANY)
    with app.app_context():
        archive_article(target, "", editor.viewer)
    follow_now(app)
    with app.app_context():
        assert hrefs(sources[-1]) == ["missing"]
        unarchive_article(target, editor.viewer)
    follow_now(app)
    with app.app_context():
        assert hrefs(sources[-1]) == ["/sv/labb"]


@pytest.mark.long
def test_the_thread_begins_with_the_commit(
    app: Flask, target: int, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = make_sources(app, editor, MANY)
    follower = app.extensions["text_follower"]
    monkeypatch.setitem(app.config, "INDEX_IN_BACKGROUND", True)
    follower.start()
    try:
        with app.app_context():
            rename_article(target, "Verkstad", editor.viewer)
    finally:
        follower.stop()
    with app.app_context():
        assert body_of(sources[-1]) == "Ett [[Verkstad|Labb]]."


@pytest.mark.long
@pytest.mark.parametrize("error", [Unavailable, Busy])
def test_what_cannot_be_done_now_is_done_later(
    app: Flask,
    target: int,
    editing: FlaskClient,
    editor: Person,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Busy],
) -> None:
    sources = make_sources(app, editor, MANY)
    rename(editing, "Verkstad")

    def fail(*_given: object, **_named: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(app.extensions["sandbox"], "render", fail)
        with pytest.raises(error):
            follow_now(app)
    with app.app_context():
        assert db.session.query(TextTask).count() == 2 * MANY
    follow_now(app)
    with app.app_context():
        assert {body_of(source) for source in sources} == {"Ett [[Verkstad|Labb]]."}


@pytest.mark.long
def test_nobody_is_told_of_the_drafts_of_others(
    app: Flask, target: int, editing: FlaskClient, author: Person
) -> None:
    for number in range(MANY):
        make_article(f"Hemlig {number}", author, body="Ett [[Labb]].", app=app)
    rename(editing, "Verkstad")
    other = app.test_client()
    log_in(other, make_user(Role.AUTHOR, app=app))
    assert "uppdateras" not in other.get("/sv/articles/verkstad/backlinks").text
    assert "uppdateras" in editing.get("/sv/articles/verkstad/backlinks").text
