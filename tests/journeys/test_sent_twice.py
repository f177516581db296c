"""Send a form twice: a double click, a reload, or going back and sending again."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article, make_tag, make_user
from tests.page import Page
from wiki.accounts.models import User
from wiki.articles.models import Article, ArticleRequest
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.statements.models import StatementText
from wiki.tags.models import Tag

NEW = "/sv/articles/new?kind=concept"
MAIN_FORM = "main form:not(dialog form)"


def count(app: Flask, model: Any, *conditions: Any) -> int:
    with app.app_context():
        query = select(func.count()).select_from(model).where(*conditions)
        return db.session.scalar(query) or 0


def filled(
    client: FlaskClient, address: str, form: str = "main form:not(dialog form)", **typed: str
) -> Any:
    """Return what a browser would send of the form, with the words typed into it."""
    sent = Page(client.get(address)).one(form).sent()
    return {**sent.to_dict(flat=False), **typed}


def send(client: FlaskClient, address: str, sent: Any) -> TestResponse:
    return client.post(address, data=sent)


@pytest.fixture
def writing(client: FlaskClient, author: Person) -> FlaskClient:
    log_in(client, author)
    return client


def test_a_new_article_is_made_once(app: Flask, writing: FlaskClient) -> None:
    sent = filled(writing, NEW, title="Bryggor", body="Om bryggor.")
    answers = [send(writing, NEW, sent) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [303] * 3
    assert {answer.headers["Location"] for answer in answers} == {"/sv/articles/bryggor"}
    assert "Utkast 1 är sparat." in writing.get("/sv/articles/bryggor").text
    assert (count(app, Article), count(app, Revision)) == (1, 1)


def test_each_form_makes_its_own_article(app: Flask, writing: FlaskClient) -> None:
    typed = {"title": "Bryggor", "body": "Om bryggor."}
    send(writing, NEW, filled(writing, NEW, **typed))
    asked = send(writing, NEW, filled(writing, NEW, **typed))
    assert asked.status_code == 409
    assert "Det finns redan en artikel som heter" in asked.text
    assert count(app, Article) == 1
    sent = Page(asked).one("main form:has([name=body])").sent()
    assert send(writing, NEW, sent.to_dict(flat=False)).status_code == 303
    assert count(app, Article) == 2


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("kind", ["concept", "case", "method", "organisation", "event"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_is_made_once(
    app: Flask, writing: FlaskClient, kind: str, language: str
) -> None:
    address = f"/{language}/articles/new?kind={kind}"
    sent = filled(writing, address, title="Brygga", body="Ord.")
    assert [send(writing, address, sent).status_code for _time in range(2)] == [303, 303]
    assert count(app, Article) == 1


def test_what_differs_when_it_is_sent_again_becomes_an_edit(
    app: Flask, writing: FlaskClient
) -> None:
    sent = filled(writing, NEW, title="Bryggor", body="Om bryggor.")
    send(writing, NEW, sent)
    sent.update({"title": "Bryggor vid havet", "body": "Om bryggor vid havet."})
    again = send(writing, NEW, sent)
    assert again.headers["Location"] == "/sv/articles/bryggor-vid-havet"
    assert "Om bryggor vid havet." in writing.get(again.headers["Location"]).text
    assert "Om bryggor." in writing.get("/sv/articles/bryggor-vid-havet/revisions/1").text
    assert (count(app, Article), count(app, Revision)) == (1, 2)


@pytest.mark.long
def test_what_others_wrote_in_between_is_merged_or_shown(app: Flask, writing: FlaskClient) -> None:
    body = "Ett.\n\nTvå.\n\nTre."
    sent = filled(writing, NEW, title="Bryggor", body=body)
    send(writing, NEW, sent)
    other = app.test_client()
    log_in(other, make_user("editor", app=app))
    theirs = {"title": "Bryggor", "base": "1", "body": body.replace("Tre.", "Tre nya.")}
    other.post("/sv/articles/bryggor/edit", data=theirs)
    assert send(writing, NEW, sent).status_code == 303
    assert "Tre nya." in writing.get("/sv/articles/bryggor").text
    sent["body"] = body.replace("Ett.", "Ett nytt.")
    assert send(writing, NEW, sent).status_code == 303
    page = writing.get("/sv/articles/bryggor").text
    assert "Ett nytt." in page
    assert "Tre nya." in page
    sent["body"] = body.replace("Tre.", "Tre mina.")
    answer = send(writing, NEW, sent)
    assert answer.status_code == 409
    assert Page(answer).texts(".diff td") == ["Tre nya.", "Tre mina."]
    assert count(app, Article) == 1


def test_words_for_an_article_that_was_archived_meanwhile_get_a_place(
    app: Flask, writing: FlaskClient
) -> None:
    sent = filled(writing, NEW, title="Bryggor", body="Om bryggor.")
    send(writing, NEW, sent)
    other = app.test_client()
    log_in(other, make_user("editor", app=app))
    other.post("/sv/articles/bryggor/archive", data={"reason": "Dubblett"})
    again = send(writing, NEW, sent)
    assert again.headers["Location"] == "/sv/articles/bryggor-2"


def test_nobody_elses_form_is_taken_for_ones_own(app: Flask, writing: FlaskClient) -> None:
    sent = filled(writing, NEW, title="Bryggor", body="Om bryggor.")
    send(writing, NEW, sent)
    other = app.test_client()
    log_in(other, make_user("author", app=app))
    assert send(other, NEW, sent).status_code == 303
    assert count(app, Article) == 2


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("form_id", ["", "x", "' OR 1=1", "A" * 32, "0" * 33, "å" * 32])
def test_an_id_that_is_not_ours_makes_an_article_each_time_but_asks_first(
    app: Flask, writing: FlaskClient, form_id: str
) -> None:
    sent = {"title": "Bryggor", "body": "Ord.", "form_id": form_id}
    assert [send(writing, NEW, sent).status_code for _time in range(2)] == [303, 409]
    assert send(writing, NEW, {**sent, "seen_title": "Bryggor"}).status_code == 303
    assert count(app, Article) == 2


def test_an_edit_sent_twice_says_that_it_is_saved(
    app: Flask, writing: FlaskClient, author: Person
) -> None:
    make_article("Bryggor", author, body="Ord.", app=app)
    address = "/sv/articles/bryggor/edit"
    sent = filled(writing, address, "form.editor", body="Andra ord.")
    send(writing, address, sent)
    writing.get("/sv/articles/bryggor")
    send(writing, address, sent)
    page = writing.get("/sv/articles/bryggor").text
    assert "Utkast 2 är sparat." in page
    assert "Ingenting var ändrat" not in page


def test_a_publication_sent_twice_is_one(app: Flask, editing: FlaskClient) -> None:
    make_article("Bryggor", make_user("author", app=app), body="Ord.", app=app)
    for _time in range(2):
        send(editing, "/sv/articles/bryggor/publication", {"number": "1"})
    assert count(app, AuditEntry, AuditEntry.action == "publish") == 1


def test_archiving_twice_is_archiving_once(app: Flask, editing: FlaskClient) -> None:
    make_article("Bryggor", make_user("editor", app=app), app=app)
    for reason in ("Inaktuell", "Inaktuell"):
        assert send(editing, "/sv/articles/bryggor/archive", {"reason": reason}).status_code == 303
    assert count(app, AuditEntry, AuditEntry.action == "archive") == 1


def test_pairing_twice_is_pairing_once(app: Flask, editing: FlaskClient, editor: Person) -> None:
    make_article("Bryggor", editor, app=app)
    make_article("Jetties", editor, language="en", app=app)
    sent = {"title": "Jetties", "partner": "0"}
    for _time in range(2):
        answer = send(editing, "/sv/articles/bryggor/translation", sent)
        assert answer.status_code == 303


def test_a_topic_is_added_once(app: Flask, editing: FlaskClient) -> None:
    address = "/sv/tags/new"
    sent = filled(editing, address, "form.term-form", label_sv="Odling", label_en="Growing")
    answers = [send(editing, address, sent) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert {answer.headers["Location"] for answer in answers} == {"/sv/tags/growing"}
    sent["description_sv"] = "Om att odla."
    answer = send(editing, address, sent)
    assert answer.status_code == 409
    form = Page(answer).one("form.term-form")
    assert form["action"] == "/sv/tags/growing/edit"
    assert form.one("[name=description_sv]").value == "Om att odla."
    assert send(editing, form["action"], form.sent()).status_code == 303
    with app.app_context():
        assert [tag.description_sv for tag in db.session.scalars(select(Tag))] == ["Om att odla."]


def test_two_topics_are_merged_once(app: Flask, editing: FlaskClient) -> None:
    make_tag("odling", app=app)
    make_tag("lantbruk", app=app)
    page = Page(editing.get("/sv/tags/odling/merge?target=lantbruk"))
    sent = page.one("main form[method=post]").sent()
    for _time in range(2):
        answer = send(editing, "/sv/tags/odling/merge", sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/sv/tags/lantbruk")


def test_an_account_is_opened_once(app: Flask, client: FlaskClient) -> None:
    log_in(client, make_user("admin", app=app))
    address = "/sv/admin/users/new"
    before = count(app, User)
    sent = filled(client, address, "main form", name="Eva Ek", email="eva@example.org")
    assert "Lösenordet visas bara nu" in send(client, address, sent).text
    again = client.post(address, data=sent, follow_redirects=True)
    assert "Kontot är öppnat." in again.text
    assert "Ge ett nytt lösenord" in again.text
    sent["email"] = "bo@example.org"  # back in the browser, for the next person
    assert "Lösenordet visas bara nu" in send(client, address, sent).text
    assert count(app, User) == before + 2
    other = filled(client, address, "main form", name="Eva Ek", email="eva@example.org")
    assert send(client, address, other).status_code == 422


def test_a_statement_is_saved_once(app: Flask, client: FlaskClient) -> None:
    log_in(client, make_user("admin", app=app))
    address = "/sv/privacy/edit"
    sent = filled(client, address, "form.editor", body="Vi sparar ingenting.")
    assert [send(client, address, sent).status_code for _time in range(2)] == [303, 303]
    assert count(app, StatementText) == 1


def test_an_article_is_requested_once(app: Flask, editing: FlaskClient) -> None:
    sent = {"of": "sv", "q": "okapi", "title": "Okapi"}
    for _time in range(2):
        assert send(editing, "/sv/desk/searches/request", sent).status_code == 303
    assert count(app, ArticleRequest) == 1
