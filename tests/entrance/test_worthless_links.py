"""A mailed link opens nothing once the account has another password or was closed."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import PASSWORD, Person, log_in
from tests.entrance.test_forgotten_password import NEW, can_log_in, choose, mailed_path
from tests.fixtures.mail import Sink
from wiki.accounts.actions import users


def change_it(app: Flask, author: Person, _admin: Person) -> None:
    client = app.test_client()
    log_in(client, author)
    data = {"current_password": PASSWORD, "new_password": NEW}
    assert client.post("/sv/account/password", data=data).status_code == 303


def reset_it(app: Flask, author: Person, admin: Person) -> None:
    with app.test_request_context():
        users.reset_password(author.user_id, admin.viewer)


def close_and_reopen(app: Flask, author: Person, admin: Person) -> None:
    with app.test_request_context():
        users.close_account(author.user_id, admin.viewer)
        users.reopen_account(author.user_id, admin.viewer)


WAYS = pytest.mark.parametrize("secure", [change_it, reset_it, close_and_reopen])
Secure = Callable[[Flask, Person, Person], None]


@pytest.mark.sampled(3)
@pytest.mark.long
@WAYS
def test_an_address_that_a_thief_asked_for_is_not_taken(
    app: Flask, author: Person, admin: Person, sink: Sink, secure: Secure
) -> None:
    thief = app.test_client()
    log_in(thief, author)
    data = {"email": "thief@example.org", "current_password": PASSWORD}
    assert thief.post("/sv/account/address", data=data).status_code == 303
    path = mailed_path(app, sink, 0)
    secure(app, author, admin)
    assert app.test_client().post(path).status_code == 404
    assert not can_log_in(app, "thief@example.org", PASSWORD)
    assert not can_log_in(app, "thief@example.org", NEW)


@pytest.mark.long
@WAYS
def test_a_link_to_a_password_that_was_asked_for_before_is_not_open(
    app: Flask, client: FlaskClient, author: Person, admin: Person, sink: Sink, secure: Secure
) -> None:
    client.post("/sv/password/forgotten", data={"email": author.email})
    path = mailed_path(app, sink, 0)
    secure(app, author, admin)
    assert choose(client, path, "granit-ljung-oktober-3") == 404
