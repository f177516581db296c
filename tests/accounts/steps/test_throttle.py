"""Throttle password guessing."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.login import post_login
from tests.builders import PASSWORD, Person, log_in
from wiki.accounts.models import LoginThrottle
from wiki.accounts.steps import throttle
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


@pytest.mark.long
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


@pytest.mark.long
def test_an_address_that_tries_many_accounts_waits(client: FlaskClient, sara: Person) -> None:
    for number in range(20):
        assert post_login(client, f"nobody-{number}@example.org").status_code == 422
    response = post_login(client, "nobody-20@example.org")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) >= 1


@pytest.mark.long
def test_a_right_password_is_never_refused_for_its_address(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    for number in range(60):
        post_login(client, f"nobody-{number}@example.org", "a wrong password")
    assert post_login(app.test_client(), sara.email).status_code == 303
    # Neither after a slip of one's own.
    post_login(client, sara.email, "a wrong password")
    assert post_login(client, sara.email).status_code == 303


@pytest.mark.long
def test_a_suspect_address_has_fewer_tries_for_each_account(
    client: FlaskClient, sara: Person
) -> None:
    for number in range(20):
        post_login(client, f"nobody-{number}@example.org", "a wrong password")
    for _ in range(2):
        post_login(client, sara.email, "a wrong password")
    assert post_login(client, sara.email).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    data = {"email": sara.email, "password": PASSWORD}
    response = client.post("/sv/login", data=data, environ_overrides=elsewhere)
    assert response.status_code == 303


@pytest.mark.long
def test_guessers_do_not_clear_their_address_by_logging_in(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    for number in range(20):
        post_login(client, f"nobody-{number}@example.org", "a wrong password")
        post_login(app.test_client(), sara.email)
    assert post_login(client, "nobody-20@example.org").status_code == 429


@pytest.mark.long
def test_failures_halve_each_hour(client: FlaskClient, app: Flask) -> None:
    for number in range(24):
        post_login(client, f"nobody-{number}@example.org")
    assert post_login(client, "nobody-24@example.org").status_code == 429
    let_time_pass(app, 3600)
    for number in range(8):  # 25 have become 12.5
        assert post_login(client, f"somebody-{number}@example.org").status_code == 422
    assert post_login(client, "somebody-8@example.org").status_code == 429


@pytest.mark.long
def test_a_success_prolongs_no_wait(app: Flask, client: FlaskClient, sara: Person) -> None:
    for number in range(20):
        post_login(client, f"nobody-{number}@example.org")
    for _ in range(6):
        let_time_pass(app, 1800)
        post_login(app.test_client(), sara.email)
    assert post_login(client, "nobody-20@example.org").status_code == 422


def let_time_pass(app: Flask, seconds: float) -> None:
    with app.app_context():
        make_older(seconds)
        db.session.commit()


def make_older(seconds: float) -> None:
    """Move what has failed back in time, which is as if the time had passed."""
    for row in db.session.query(LoginThrottle):
        row.failed_at -= timedelta(seconds=seconds)
    db.session.flush()


@pytest.mark.slow
@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("days", "people", "slips"),
    [(365, 1, 1), (7, 24, 1), (4, 24, 24)],
    ids=["a year", "one slip a day", "everybody slips each day"],
)
def test_a_university_behind_one_address_is_never_limited(
    days: int, people: int, slips: int
) -> None:
    """All log in each day within minutes, and some mistype their password first."""
    for day in range(days):
        make_older(86_400 - 60 * people)
        for number in range(people):
            make_older(60)
            attempt = throttle.attempt_from(f"person-{number}@example.org", "192.0.2.1", "")
            if (number - day) % people < slips:
                assert throttle.count_attempt(attempt) == 0
            assert throttle.count_attempt(attempt) == 0
            throttle.forgive(attempt)


@pytest.mark.slow
@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(("accounts", "most"), [(1, 16), (50, 300), (10_000, 19)])
def test_a_guesser_among_them_is_limited(accounts: int, most: int) -> None:
    """Somebody in the same network guesses each second, while others log in.

    Of accounts that are asked for only once, the first twenty get an ordinary answer.
    """
    answers = []
    for second in range(600 if accounts < 10_000 else 60):
        make_older(1)
        email = f"person-{second % accounts}@example.org"
        answers.append(outcome(throttle.attempt_from(email, "192.0.2.1", "")))
        if second % 60 == 0:
            own = throttle.attempt_from(f"owner-{second}@example.org", "192.0.2.1", "")
            assert outcome(own) != "waits"
            throttle.forgive(own)
    if accounts < 10_000:
        assert 1 <= len(answers) - answers.count("waits") <= most
    else:
        assert answers.count("made") in {most, most + 1}


def outcome(attempt: throttle.Attempt) -> str:
    try:
        return "refused" if throttle.count_attempt(attempt) else "made"
    except throttle.TooManyTries:
        return "waits"


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", 429),
        ("2001:db8::1", "2001:db8:0:1::1", 422),
        ("::ffff:192.0.2.1", "192.0.2.1", 429),
        ("192.0.2.1", "192.0.2.2", 422),
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
        data={"email": sara.email, "password": "a wrong password"},
        environ_overrides={"REMOTE_ADDR": second},
    )
    assert response.status_code == status


def test_old_failures_are_cleared_at_log_in(app: Flask, client: FlaskClient, sara: Person) -> None:
    for number in range(3):
        post_login(client, f"nobody-{number}@example.org")
    make_failures(app, 1, 100_000)
    post_login(client, sara.email)
    with app.app_context():
        assert (
            db.session.query(LoginThrottle).count() == 3
        )  # this account, this IP address, and both


def test_no_address_is_stored_readably(app: Flask, client: FlaskClient, sara: Person) -> None:
    post_login(client, sara.email, "a wrong password")
    with app.app_context():
        keys = [row.key for row in db.session.query(LoginThrottle)]
    assert len(keys) == 3
    assert all(len(key) == 64 and int(key, 16) for key in keys)


def test_guessing_the_present_password_is_slowed_down(client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    data = {"current_password": "a wrong password", "new_password": "tre gröna segelbåtar"}
    for _ in range(5):
        assert client.post("/sv/account/password", data=data).status_code == 422
    assert client.post("/sv/account/password", data=data).status_code == 429
