"""Throttle password guessing."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.login import post_login
from tests.builders import PASSWORD, Person, log_in
from wiki.accounts.models import LoginThrottle
from wiki.clock import now
from wiki.db import db


def make_failures(app: Flask, count: int, seconds_ago: float) -> None:
    with app.app_context():
        for row in db.session.query(LoginThrottle):
            row.failures, row.failed_at = count, now() - timedelta(seconds=seconds_ago)
        db.session.commit()


def test_after_five_failures_log_in_waits(client: FlaskClient, sara: Person) -> None:
    for _ in range(5):
        assert post_login(client, sara.email, "a wrong password").status_code == 422
    response = post_login(client, sara.email)
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 2
    assert "För många misslyckade försök." in response.text
    assert f'value="{sara.email}"' in response.text


def test_unknown_accounts_wait_alike(client: FlaskClient) -> None:
    for _ in range(5):
        post_login(client, "nobody@example.org")
    assert post_login(client, "nobody@example.org").status_code == 429


@pytest.mark.parametrize(
    ("failures", "seconds_ago", "status"),
    [
        (5, 3, 303),
        (8, 10, 429),
        (8, 17, 303),
        (19, 890, 429),
        (10_000, 890, 429),
        (10_000, 901, 303),
        (10_000, 100_000, 303),
    ],
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(
    app: Flask, client: FlaskClient, sara: Person, failures: int, seconds_ago: float, status: int
) -> None:
    post_login(client, sara.email, "a wrong password")
    make_failures(app, failures, seconds_ago)
    assert post_login(client, sara.email).status_code == status


def test_success_forgives_the_account(app: Flask, client: FlaskClient, sara: Person) -> None:
    for _ in range(4):
        post_login(client, sara.email, "a wrong password")
    assert post_login(client, sara.email).status_code == 303
    client.post("/sv/logout")
    for _ in range(4):
        assert post_login(client, sara.email, "a wrong password").status_code == 422
    assert post_login(client, sara.email).status_code == 303


def test_an_address_that_tries_many_accounts_waits(client: FlaskClient, sara: Person) -> None:
    for number in range(20):
        assert post_login(client, f"nobody-{number}@example.org").status_code == 422
    assert post_login(client, sara.email).status_code == 429
    elsewhere = client.post(
        "/sv/login",
        data={"email": sara.email, "password": PASSWORD},
        environ_overrides={"REMOTE_ADDR": "192.0.2.7"},
    )
    assert elsewhere.status_code == 303


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", 429),
        ("2001:db8::1", "2001:db8:0:1::1", 303),
        ("::ffff:192.0.2.1", "192.0.2.1", 429),
        ("192.0.2.1", "192.0.2.2", 303),
        ("no address", "no address", 429),
    ],
)
def test_an_address_of_ipv6_is_its_network(
    client: FlaskClient, sara: Person, first: str, second: str, status: int
) -> None:
    for number in range(20):
        client.post(
            "/sv/login",
            data={"email": f"nobody-{number}@example.org", "password": PASSWORD},
            environ_overrides={"REMOTE_ADDR": first},
        )
    response = client.post(
        "/sv/login",
        data={"email": sara.email, "password": PASSWORD},
        environ_overrides={"REMOTE_ADDR": second},
    )
    assert response.status_code == status


def test_old_failures_are_cleared_at_log_in(app: Flask, client: FlaskClient, sara: Person) -> None:
    for number in range(3):
        post_login(client, f"nobody-{number}@example.org")
    make_failures(app, 1, 100_000)
    post_login(client, sara.email)
    with app.app_context():
        assert db.session.query(LoginThrottle).count() == 2  # this account and this IP address


def test_no_address_is_stored_readably(app: Flask, client: FlaskClient, sara: Person) -> None:
    post_login(client, sara.email, "a wrong password")
    with app.app_context():
        keys = [row.key for row in db.session.query(LoginThrottle)]
    assert len(keys) == 2
    assert all(len(key) == 64 and int(key, 16) for key in keys)


def test_guessing_the_present_password_is_slowed_down(client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    data = {"current_password": "a wrong password", "new_password": "tre gröna segelbåtar"}
    for _ in range(5):
        assert client.post("/sv/account/password", data=data).status_code == 422
    assert client.post("/sv/account/password", data=data).status_code == 429
