"""Change one's address by a link to the new one."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import PASSWORD, Person, log_in, make_user
from tests.entrance.test_forgotten_password import can_log_in, mailed_path
from tests.fixtures.mail import Sink
from wiki.accounts.models import User
from wiki.audit.models import AuditEntry
from wiki.db import db, write
from wiki.mail.background import send_now


@pytest.fixture(autouse=True)
def logged_in(client: FlaskClient, author: Person) -> None:
    log_in(client, author)


def ask(client: FlaskClient, email: str = "New@Example.org", password: str = PASSWORD) -> int:
    data = {"email": email, "current_password": password}
    return client.post("/sv/account/address", data=data).status_code


@pytest.mark.long
def test_the_new_address_confirms_and_the_old_one_is_told(
    app: Flask, client: FlaskClient, author: Person, sink: Sink
) -> None:
    assert ask(client) == 303
    path = mailed_path(app, sink, 0)
    assert sink.addresses == ["new@example.org", author.email]
    assert "new@example.org" in sink.text(1)
    assert "http" not in sink.text(1)
    page = client.get(path)
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert not can_log_in(app, "new@example.org", PASSWORD)  # reading changes nothing
    assert client.post(path).status_code == 303
    assert can_log_in(app, "new@example.org", PASSWORD)
    assert not can_log_in(app, author.email, PASSWORD)
    send_now(app)
    assert sink.addresses[2] == author.email
    assert client.post(path).status_code == 404
    assert "/sv/account/address" in client.get(path).text
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.detail["new"]) == ("change_address", "new@example.org")


def test_a_link_is_enough_without_a_log_in(app: Flask, client: FlaskClient, sink: Sink) -> None:
    ask(client)
    path = mailed_path(app, sink, 0)
    response = app.test_client().post(path)
    assert response.location == "/sv/login"


@pytest.mark.parametrize("email", ["new", "new@", "new@x y", ""])
def test_what_is_no_address_is_refused(
    app: Flask, client: FlaskClient, sink: Sink, email: str
) -> None:
    assert ask(client, email) == 422
    assert send_now(app) == 0


def test_the_own_address_is_no_new_one(client: FlaskClient, author: Person, sink: Sink) -> None:
    assert ask(client, author.email) == 422


def test_a_wrong_password_is_refused_and_counted(
    app: Flask, client: FlaskClient, sink: Sink
) -> None:
    assert [ask(client, password="gissar-fel-nu-9") for _ in range(7)][-1] == 429
    assert send_now(app) == 0


def test_an_address_in_use_is_told_by_mail_alone(
    app: Flask, client: FlaskClient, sink: Sink
) -> None:
    make_user(email="taken@example.org", app=app)
    assert ask(client, "taken@example.org") == 303
    send_now(app)
    assert sink.addresses[0] == "taken@example.org"
    assert "har redan ett konto" in sink.text(0).replace("\n", " ")
    assert "http" not in sink.text(0)


def test_an_address_taken_meanwhile_is_refused(app: Flask, client: FlaskClient, sink: Sink) -> None:
    ask(client)
    path = mailed_path(app, sink, 0)
    make_user(email="new@example.org", app=app)
    assert client.post(path).status_code == 422


def test_a_second_wish_ends_the_first(app: Flask, client: FlaskClient, sink: Sink) -> None:
    ask(client)
    first = mailed_path(app, sink, 0)
    ask(client, "other@example.org")
    assert client.post(first).status_code == 404


@pytest.mark.long
def test_nobody_fills_the_mailbox_of_others(app: Flask, client: FlaskClient, sink: Sink) -> None:
    make_user("author", "Bo Lind", "bo@example.org", app=app)
    answers = [ask(client, email) for email in ("a@x.org", "bo@example.org", "a@x.org", "c@x.org")]
    assert answers == [303, 303, 303, 422]
    send_now(app)
    assert "c@x.org" not in sink.addresses


def test_without_mail_the_address_stays(app: Flask, client: FlaskClient, author: Person) -> None:
    assert "skickar ingen e-post" in client.get("/sv/account/address").text
    ask(client)
    with app.app_context(), write():
        assert db.session.get_one(User, author.user_id).email == author.email
