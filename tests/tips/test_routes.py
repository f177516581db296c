"""Readers say what is wrong with an article, without account or cookie; editors close it."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article
from tests.page import Page
from wiki.articles.actions.archive import archive_article
from wiki.audit.models import AuditEntry
from wiki.clock import now
from wiki.db import db
from wiki.tips.models import Tip
from wiki.web.ratelimit import ClientLimit

ARTICLE = "/sv/articles/bryggor"
WRONG = f"{ARTICLE}/wrong"
DESK = "/sv/desk/tips"
OWN = {"Origin": "http://localhost"}
WORDS = "Bryggan revs <b>1987</b>,\ninte 1978."


@pytest.fixture(autouse=True)
def asking(app: Flask) -> None:
    app.config["READER_TIPS"] = True
    app.extensions["tips"] = ClientLimit(a_minute=3, a_day=10)


@pytest.fixture
def article_id(app: Flask, editor: Person) -> int:
    return make_article("Bryggor", editor, body="Byggd 1901, riven 1978.", app=app)


def say(client: FlaskClient, **data: str) -> int:
    return client.post(WRONG, data={"words": WORDS, **data}, headers=OWN).status_code


def rows(app: Flask) -> list[dict[str, object]]:
    with app.app_context():
        names = Tip.__table__.columns.keys()
        return [
            {name: getattr(row, name) for name in names}
            for row in db.session.query(Tip).order_by(Tip.id)
        ]


@pytest.mark.usefixtures("article_id")
def test_what_a_reader_says_comes_to_the_desk_and_is_closed(
    app: Flask, client: FlaskClient, editing: FlaskClient
) -> None:
    link = Page(client.get(ARTICLE)).one(f"a[href='{WRONG}']")
    assert link.text == "Något som inte stämmer?"
    form = Page(client.get(WRONG)).one(f"form[action='{WRONG}']").sent()
    assert "csrf_token" not in form
    answer = client.post(WRONG, data={**form, "words": WORDS}, headers=OWN)
    assert (answer.status_code, answer.location) == (303, f"{WRONG}/thanks")
    thanks = client.get(answer.location)
    assert "Tack" in thanks.text
    for sent in (answer, thanks, client.get(WRONG)):
        assert "Set-Cookie" not in sent.headers
    assert "Det som läsare påpekar 1" in Page(editing.get("/sv/desk/")).text
    page = Page(editing.get(DESK))
    assert page.one(".said p").value == WORDS
    before = rows(app)
    assert before[0]["number"] == 1
    button = page.one(f"main form[action='{DESK}']").sent()
    refused = editing.post(DESK, data={**button, "answer": "y" * 5001})
    assert refused.status_code == 422
    assert "y" * 5001 in refused.text
    done = editing.post(DESK, data={**button, "answer": "Rättat i version 2."})
    assert done.status_code == 303
    page = Page(editing.get(DESK))
    assert "Avslutat av Eva Berg" in page.text
    assert "Rättat i version 2." in page.text
    undo = page.all(".notice[role=status] form")[-1]
    answer = editing.post(undo["action"], data=undo.sent())
    assert Page(answer).one("[name=answer]").value.strip() == "Rättat i version 2."
    assert rows(app) == before
    with app.app_context():
        deeds = [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert deeds[-3:] == ["tip", "close_tip", "reopen_tip"]


@pytest.mark.usefixtures("article_id")
def test_what_is_refused_stays_in_the_form(app: Flask, client: FlaskClient) -> None:
    app.extensions["tips"] = ClientLimit(a_minute=100, a_day=100)
    much = "ord " * 250_000
    for words, message in (
        ("", "Skriv vad som är fel."),
        (" \n", "Skriv vad som är fel."),
        ("y" * 2001, "Använd högst 2000 tecken."),
        (much, "Använd högst 2000 tecken."),
        ("a\x00b", "tecken som inte är text"),
    ):
        answer = client.post(WRONG, data={"words": words}, headers=OWN)
        assert answer.status_code == 422
        page = Page(answer)
        assert message in page.one(".error-summary").text
        assert page.one("[name=words]").value.strip() == words.strip().replace("\x00", "\ufffd")
    assert client.post(WRONG, data={"words": WORDS}).status_code == 400  # from nowhere
    foreign = {"Origin": "https://example.org"}
    assert client.post(WRONG, data={"words": WORDS}, headers=foreign).status_code == 403
    assert rows(app) == []


@pytest.mark.usefixtures("article_id")
def test_programs_and_floods_are_held_off(app: Flask, client: FlaskClient) -> None:
    assert say(client, homepage="https://spam.example") == 303  # it is told nothing
    assert rows(app) == []
    assert [say(client, words=" ") for _time in range(4)] == [422] * 4
    assert [say(client) for _time in range(4)] == [303, 303, 303, 429]
    answer = client.post(WRONG, data={"words": WORDS}, headers=OWN)
    assert Page(answer).one("[name=words]").value.strip() == WORDS
    assert len(rows(app)) == 3
    app.extensions["tips"] = ClientLimit(a_minute=100, a_day=100)
    with app.app_context():
        first = db.session.query(Tip).order_by(Tip.id).first()
        assert first is not None
        first.closed_at = now() - timedelta(days=91)
        values = {"article_id": first.article_id, "number": 1, "words": "x", "answer": ""}
        db.session.add_all(Tip(**values) for _time in range(497))
        db.session.commit()
    assert say(client) == 303  # the 500th that waits, and the old one is gone
    assert say(client) == 429
    assert len(rows(app)) == 500


def test_without_the_setting_or_the_article_there_is_no_form(
    app: Flask, client: FlaskClient, author: Person, editor: Person, article_id: int
) -> None:
    make_article("Utkast", author, app=app)
    assert client.get("/sv/articles/utkast/wrong").status_code == 404
    answer = client.post("/sv/articles/utkast/wrong", data={"words": WORDS}, headers=OWN)
    assert answer.status_code == 404
    app.config["READER_TIPS"] = False
    assert WRONG not in client.get(ARTICLE).text
    assert (client.get(WRONG).status_code, say(client)) == (404, 404)
    assert client.get(f"{WRONG}/thanks").status_code == 404
    app.config["READER_TIPS"] = True
    with app.test_request_context():
        archive_article(article_id, "", editor.viewer)
    assert (client.get(WRONG).status_code, say(client)) == (404, 404)


@pytest.mark.usefixtures("article_id")
def test_an_unknown_tip_is_not_found(editing: FlaskClient) -> None:
    for address in (DESK, f"{DESK}/undo"):
        for tip in ("0", "-1", "99", "9" * 30, "x"):
            assert editing.post(address, data={"tip": tip}).status_code == 404
