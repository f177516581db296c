"""Tell authors that what they wrote is published, whatever becomes of the article at once."""

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_user
from tests.watching.steps import (
    BETTER,
    DRAFT,
    browser,
    notices,
    publish,
    save,
    told,
    unread,
)
from wiki.articles.actions.save import save_article
from wiki.articles.actions.withdraw import withdraw_publication
from wiki.articles.text import ArticleText
from wiki.db import db, write
from wiki.watching.background.notifier import notify_now
from wiki.watching.models import Watch


def test_who_wrote_a_draft_is_told_that_somebody_else_published_it(
    app: Flask, article_id: int, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    notify_now(app)
    assert told(app) == []
    answer = reviewing.post(f"{DRAFT}/publication", data={"number": 1})
    assert answer.status_code == 303
    notify_now(app)
    assert "oläst: det du har skrivit är publicerat" in notices(writing)
    assert not unread(reviewing)


def test_who_wrote_an_earlier_version_is_told_of_no_later_one(
    app: Flask, article_id: int, editor: Person, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    reviewing.post(f"{DRAFT}/publication", data={"number": 1})
    notify_now(app)
    with app.test_request_context():
        text = ArticleText("Ett kooperativ", "", BETTER, {})
        save_article(article_id, text, 1, editor.viewer, publish=True)
    notify_now(app)
    assert unread(writing) == 1
    assert not unread(reviewing)  # who wrote and published it knows


def test_who_wrote_a_version_is_told_of_it_though_a_newer_one_overtook_it(
    app: Flask, article_id: int, editor: Person, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    watching = make_user("author", "Bo Lind", app=app)
    with app.app_context(), write():
        target = Watch(user_id=watching.user_id, kind="article", target_id=article_id)
        db.session.add(target)
    publish(reviewing)
    save(app, article_id, 1, "Rättat.", editor, publish=True)
    notify_now(app)
    assert notices(writing).count("oläst: det du har skrivit är publicerat") == 1
    assert not unread(reviewing)
    assert notices(browser(app, watching)).count("oläst: ny artikel") == 1
    save(app, article_id, 2, "Rättat igen.", editor, publish=True)
    notify_now(app)
    assert unread(writing) == 1
    assert notices(browser(app, watching)).count("oläst: ny version") == 1


def test_who_wrote_a_version_that_was_withdrawn_is_told_of_the_next_that_has_it(
    app: Flask, article_id: int, editor: Person, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    publish(reviewing)
    with app.test_request_context():
        withdraw_publication(article_id, 1, editor.viewer)
    notify_now(app)
    assert not unread(writing)
    save(app, article_id, 1, "Rättat.", editor, publish=True)
    notify_now(app)
    assert unread(writing) == 1


def test_a_draft_that_is_saved_since_does_not_hide_who_published(
    app: Flask,
    article_id: int,
    author: Person,
    editor: Person,
    writing: FlaskClient,
    reviewing: FlaskClient,
) -> None:
    save(app, article_id, 1, "Evas mening.", editor, publish=False)
    publish(reviewing, 2)
    save(app, article_id, 2, "Mer.", author, publish=False)
    notify_now(app)
    assert unread(writing) == 1
    assert not unread(reviewing)  # who published their own words knows


def test_who_publishes_a_newer_version_did_not_publish_the_one_before(
    app: Flask, article_id: int, author: Person, reviewing: FlaskClient
) -> None:
    other = make_user("editor", "Olle Ek", app=app)
    save(app, article_id, 1, "Olles mening.", other, publish=False)
    publish(reviewing, 2)
    save(app, article_id, 2, "Rättat.", other, publish=True)
    notify_now(app)
    assert unread(browser(app, other)) == 1
