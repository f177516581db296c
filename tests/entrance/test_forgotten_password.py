"""Choose a new password by a mailed link."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from tests.builders import PASSWORD, Person, log_in, make_user
from tests.fixtures.mail import Sink
from tests.page import Page
from wiki.accounts.models import User, UserSession
from wiki.audit.models import AuditEntry
from wiki.clock import now
from wiki.db import db, write
from wiki.entrance.models import MailedLink
from wiki.mail.background import send_now
from wiki.mail.models import MailMessage

NEW = "segel-mossa-kvist-9"


@pytest.fixture
def bo(app: Flask) -> Person:
    return make_user("author", "Bo Lind", "bo@example.org", app=app)


def ask(client: FlaskClient, email: str, language: str = "sv") -> str:
    response = client.post(f"/{language}/password/forgotten", data={"email": email})
    assert response.status_code == 200
    return response.text.replace(email, "ADDRESS")


def mailed_path(app: Flask, sink: Sink, number: int = -1) -> str:
    send_now(app)
    found = re.search(r"http://localhost(/\S+)", sink.text(number))
    assert found is not None
    return found[1]


def choose(client: FlaskClient, path: str, password: str = NEW) -> int:
    return client.post(path, data={"new_password": password}).status_code


def can_log_in(app: Flask, email: str, password: str) -> bool:
    data = {"email": email, "password": password}
    return app.test_client().post("/sv/login", data=data).status_code == 303


@pytest.mark.long
def test_a_link_lets_somebody_choose_a_password(
    app: Flask, client: FlaskClient, bo: Person, sink: Sink
) -> None:
    log_in(app.test_client(), bo)
    ask(client, " Bo@Example.org ")
    path = mailed_path(app, sink)
    assert sink.addresses == ["bo@example.org"]
    assert sink.messages[0]["Subject"] == "Nytt lösenord till Mötesplats Social Innovation"
    page = client.get(path)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]
    assert choose(client, path) == 303
    assert can_log_in(app, "bo@example.org", NEW)
    assert not can_log_in(app, "bo@example.org", PASSWORD)

    send_now(app)
    assert sink.messages[-1]["Subject"].startswith("Ditt lösenord till")
    assert "http" not in sink.text()
    with app.app_context():
        actions = select(AuditEntry.actor_id, AuditEntry.action)
        assert (bo.user_id, "set_password") in [tuple(row) for row in db.session.execute(actions)]


def test_all_sessions_end(app: Flask, client: FlaskClient, bo: Person, sink: Sink) -> None:
    log_in(app.test_client(), bo)
    ask(client, bo.email)
    assert choose(client, mailed_path(app, sink)) == 303
    with app.app_context():
        assert list(db.session.scalars(select(UserSession))) == []


def test_the_letter_is_in_the_language_of_the_page(
    app: Flask, client: FlaskClient, bo: Person, sink: Sink
) -> None:
    ask(client, bo.email, "en")
    assert mailed_path(app, sink).startswith("/en/password/new/")
    assert sink.messages[0]["Subject"].startswith("A new password")


def test_a_link_is_good_once(app: Flask, client: FlaskClient, bo: Person, sink: Sink) -> None:
    ask(client, bo.email)
    ask(client, bo.email)
    first, second = mailed_path(app, sink, 0), mailed_path(app, sink, 1)
    assert choose(client, second) == 303
    for path in (first, second):
        assert client.get(path).status_code == 404
        assert choose(client, path, "annat-bord-gren-4") == 404
    assert can_log_in(app, bo.email, NEW)


def test_a_link_ends_after_an_hour(app: Flask, client: FlaskClient, bo: Person, sink: Sink) -> None:
    ask(client, bo.email)
    path = mailed_path(app, sink)
    with app.app_context(), write():
        db.session.scalars(select(MailedLink)).one().expires_at -= timedelta(minutes=61)
    page = client.get(path)
    assert page.status_code == 404
    assert "/sv/password/forgotten" in page.text
    assert choose(client, path) == 404


def test_the_answer_is_the_same_for_everybody(
    app: Flask, client: FlaskClient, bo: Person, sink: Sink
) -> None:
    make_user("author", "Ka", "closed@example.org", app=app, is_active=False)
    known = ask(client, bo.email)
    for email in ("nobody@example.org", "closed@example.org", "editorial@wiki.invalid"):
        assert ask(client, email) == known
    send_now(app)
    assert sink.addresses == [bo.email]


def test_the_same_is_written_for_everybody(
    app: Flask, client: FlaskClient, bo: Person, sink: Sink
) -> None:
    statements: list[str] = []

    def keep(_c: object, _m: object, statement: str, *_: object) -> None:
        statements.append(statement)

    client.get("/sv/password/forgotten")  # the universities in the footer are cached now
    ask(client, "first@example.org")  # the first writes of a process see to the states of tables
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", keep)
    ask(client, bo.email)
    known = len(statements)
    ask(client, "nobody@example.org")
    event.remove(engine, "before_cursor_execute", keep)
    assert known > 4
    assert statements[:known] == statements[known:]
    with app.app_context():
        query = select(MailMessage.to_address).order_by(MailMessage.id)
        stored = list(db.session.scalars(query))
    assert stored == ["", bo.email, ""]


@pytest.mark.long
def test_a_mailbox_is_not_filled(app: Flask, client: FlaskClient, bo: Person, sink: Sink) -> None:
    for _ in range(20):  # others behind the same address forget theirs too
        ask(client, bo.email)
    send_now(app)
    assert len(sink.messages) == 3
    again = client.post("/sv/password/forgotten", data={"email": bo.email})
    assert again.status_code == 429
    assert 'value="bo@example.org"' in again.text


def test_a_weak_password_is_refused_and_the_link_stays(
    app: Flask, client: FlaskClient, bo: Person, sink: Sink
) -> None:
    ask(client, bo.email)
    path = mailed_path(app, sink)
    assert choose(client, path, "kort") == 422
    assert choose(client, path, "") == 422
    assert choose(client, path) == 303


def test_the_database_holds_no_token(
    app: Flask, client: FlaskClient, bo: Person, sink: Sink
) -> None:
    ask(client, bo.email)
    with app.app_context():
        link = db.session.scalars(select(MailedLink)).one()
        message = db.session.scalars(select(MailMessage)).one()
        stored = f"{link.token_hash} {message.text} {message.html} {message.secret}"
    token = mailed_path(app, sink).rpartition("/")[2]
    assert len(token) == 64
    assert token not in stored


def test_no_log_holds_a_token(
    app: Flask, client: FlaskClient, bo: Person, sink: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    ask(client, bo.email)
    path = mailed_path(app, sink)
    choose(client, path)
    lines = [record.getMessage() for record in caplog.records]
    assert any("password.set" in line and "/sv/password/new/..." in line for line in lines)
    assert not any(path.rpartition("/")[2] in line for line in lines)


def test_a_closed_account_is_not_opened(
    app: Flask, client: FlaskClient, bo: Person, sink: Sink
) -> None:
    ask(client, bo.email)
    path = mailed_path(app, sink)
    with app.app_context(), write():
        db.session.get_one(User, bo.user_id).is_active = False
    assert choose(client, path) == 404


def test_without_mail_an_administrator_helps(client: FlaskClient, bo: Person) -> None:
    page = client.post("/en/password/forgotten", data={"email": bo.email})
    assert "This wiki sends no mail" in page.text
    assert "/password/forgotten" not in client.get("/en/login").text


def test_with_mail_the_log_in_leads_there(client: FlaskClient, sink: Sink) -> None:
    assert 'href="/en/password/forgotten"' in client.get("/en/login").text


def test_a_message_older_than_its_link_is_not_sent(
    app: Flask, client: FlaskClient, bo: Person, sink: Sink
) -> None:
    ask(client, bo.email)
    with app.app_context(), write():
        db.session.scalars(select(MailMessage)).one().give_up_at = now() - timedelta(seconds=1)
    assert send_now(app) == 0


@pytest.mark.long
@pytest.mark.parametrize("token", ["", "x"])
def test_old_pages_are_answered_with_fresh_ones(
    app: Flask, client: FlaskClient, sink: Sink, bo: Person, token: str
) -> None:
    ask(client, "bo@example.org")
    pages = {
        "/sv/password/forgotten": {"email": "bo@example.org"},
        mailed_path(app, sink): {"new_password": NEW},
    }
    app.config["WTF_CSRF_ENABLED"] = True
    for path, sent in pages.items():
        answer = client.post(path, data={**sent, "csrf_token": token})
        assert answer.status_code == 422
        assert "Sidan hade varit öppen för länge. Skicka den en gång till." in answer.text
        fresh = Page(answer).one("main [name=csrf_token]")["value"]
        assert client.post(path, data={**sent, "csrf_token": fresh}).status_code in {200, 303}
