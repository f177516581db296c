"""Let notices rest once there is nothing left to do about what they tell of."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.builders import Person, make_user
from tests.fixtures.mail import Sink
from tests.page import Page
from tests.watching.steps import (
    REVIEW,
    browser,
    comment,
    newest,
    notices,
    publish,
    return_it,
    save,
    suggest,
    unread,
)
from wiki.accounts.models import User
from wiki.articles.actions.drafts import hold_draft
from wiki.articles.actions.save import publish_article
from wiki.db import db, write
from wiki.mail.background import send_now
from wiki.remarks.models import Remark
from wiki.watching.background.notifier import notify_now
from wiki.watching.models import NoticeSettings

MARK_ALL = "Markera alla som lästa"


def counted(client: FlaskClient) -> int:
    """Return how many unread notices the header counts, of which the page may show fewer."""
    found = Page(client.get("/sv/account/notices")).all(".account-name + .count")
    return int(found[0].text) if found else 0


def answer(client: FlaskClient, remark_id: int, words: str) -> None:
    data: dict[str, object] = {"remark": remark_id, "words": words}
    assert client.post(f"{REVIEW}/text/answer", data=data).status_code == 303


@pytest.mark.parametrize("tell", [return_it, suggest, lambda client: comment(client, "Vilken by?")])
def test_what_was_said_of_a_draft_rests_once_it_is_published(
    tell: Callable[[FlaskClient], object],
    app: Flask,
    article_id: int,
    writing: FlaskClient,
    reviewing: FlaskClient,
) -> None:
    tell(reviewing)
    assert counted(writing) == 1
    assert MARK_ALL in writing.get("/sv/account/notices").text
    other = browser(app, make_user("editor", "Olle Ek", app=app))
    publish(other)
    assert counted(writing) == 0
    assert MARK_ALL not in writing.get("/sv/account/notices").text


def test_a_decision_is_told_though_the_draft_is_published(
    article_id: int, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    address = suggest(reviewing)
    assert writing.post(address, data={"intent": "reject"}).status_code == 303
    publish(reviewing)
    assert "oläst: Anna Lind har avslutat ditt förslag" in notices(reviewing)


def test_what_was_said_of_a_newer_draft_does_not_rest(
    app: Flask, article_id: int, author: Person, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    publish(reviewing)
    save(app, article_id, 1, "Mer.", author, publish=False)
    data = {"number": 2, "line": 3, "quote": "I byn finns", "words": "Vilken by?"}
    assert reviewing.post(f"{REVIEW}/text", data=data).status_code == 303
    assert counted(writing) == 1
    with app.test_request_context():
        hold_draft(article_id, author.viewer)
    assert counted(writing) == 1


def test_who_is_told_of_a_publication_gets_no_letter_of_the_return_before(
    app: Flask, article_id: int, author: Person, reviewing: FlaskClient, sink: Sink
) -> None:
    with app.app_context(), write():
        db.session.add(NoticeSettings(user_id=author.user_id, rhythm="now"))
    other = make_user("editor", "Olle Ek", app=app)
    return_it(reviewing)
    with app.test_request_context():
        publish_article(article_id, 1, other.viewer)
    notify_now(app)
    send_now(app)
    (letter,) = sink.messages
    body = letter.get_body(("plain",))
    assert body is not None
    assert "det du har skrivit är publicerat" in f"{letter['Subject']} {body.get_content()}"
    assert "lämnat tillbaka" not in body.get_content()


def test_a_comment_rests_once_it_is_answered_for_who_hears_of_the_answer(
    app: Flask, article_id: int, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    named = browser(app, make_user("editor", "Olle Ek", app=app))
    comment(reviewing, "@Olle Ek, vilken by?")
    first = newest(app, Remark)
    answer(reviewing, first, "Jag menar i vilket län.")
    assert (counted(writing), counted(named)) == (2, 1)  # nobody has answered the question
    answer(writing, first, "Jämtland.")
    assert (counted(writing), counted(named), counted(reviewing)) == (0, 1, 1)


def test_a_comment_rests_once_it_is_settled(
    app: Flask, article_id: int, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    named = browser(app, make_user("editor", "Olle Ek", app=app))
    comment(reviewing, "@Olle Ek, vilken by?")
    first = newest(app, Remark)
    answer(writing, first, "Rödön.")
    assert (counted(named), counted(reviewing)) == (1, 1)
    assert reviewing.post(f"{REVIEW}/text/settled", data={"remark": first}).status_code == 303
    assert (counted(writing), counted(named), counted(reviewing)) == (0, 0, 0)


def test_notices_that_nobody_is_shown_any_more_can_be_marked_as_read(
    app: Flask, article_id: int, reviewing: FlaskClient
) -> None:
    person = make_user("editor", "Olle Ek", app=app)
    comment(reviewing, "@Olle Ek, vilken by?")
    with app.app_context(), write():
        db.session.execute(update(User).where(User.id == person.user_id).values(role="author"))
    client = browser(app, person)
    assert (unread(client), counted(client)) == (0, 1)
    assert MARK_ALL in client.get("/sv/account/notices").text
    client.post("/sv/account/notices/read")
    assert counted(client) == 0
    assert MARK_ALL not in client.get("/sv/account/notices").text
