"""Log in with a password and a second factor over HTTP."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.login import count_sessions, post_login, set_cookies
from tests.builders import Person, log_in
from tests.page import Page
from tests.second_factor.steps import (
    APP,
    code_now,
    let_time_pass,
    log_in_twice,
    post_code,
    set_up_app,
)

WRONG = "Koden är fel, eller redan använd"


def test_the_password_alone_lets_nobody_in(client: FlaskClient, sara: Person, secret: str) -> None:
    answer = post_login(client, sara.email, next="/sv/desk/")
    assert (answer.status_code, answer.location) == (303, "/sv/login/code?next=/sv/desk/")
    assert client.get("/sv/desk/").status_code == 303
    assert client.get("/sv/session").json == {"user": None, "token": None}
    assert client.post("/sv/account/other-sessions/end").status_code == 403
    assert "known" not in set_cookies(answer)


def test_the_code_lets_in_and_leads_on(client: FlaskClient, sara: Person, secret: str) -> None:
    post_login(client, sara.email, next="/sv/desk/")
    assert "Logga in: andra steget" in client.get("/sv/login/code").text
    answer = post_code(client, code_now(secret), next="/sv/desk/")
    assert (answer.status_code, answer.location) == (303, "/sv/desk/")
    assert {"session", "known"} <= set_cookies(answer).keys()
    assert client.get("/sv/desk/").status_code == 200
    assert client.get("/sv/login/code?next=/sv/desk/").location == "/sv/desk/"


def test_an_old_page_of_the_code_is_answered_with_a_fresh_one(
    app: Flask, client: FlaskClient, sara: Person, secret: str
) -> None:
    post_login(client, sara.email)
    app.config["WTF_CSRF_ENABLED"] = True
    answer = post_code(client, code_now(secret), csrf_token="x")
    assert (answer.status_code, "varit öppen för länge" in answer.text) == (422, True)
    fresh = Page(answer).one("form[action='/sv/login/code'] [name=csrf_token]")["value"]
    assert post_code(client, code_now(secret), csrf_token=fresh).status_code == 303


def test_the_session_that_waited_is_replaced(
    app: Flask, client: FlaskClient, sara: Person, secret: str
) -> None:
    post_login(client, sara.email)
    before = client.get_cookie("session")
    post_code(client, code_now(secret))
    after = client.get_cookie("session")
    assert before
    assert after
    assert before.value != after.value
    assert count_sessions(app) == 1


def test_a_code_works_once(app: Flask, client: FlaskClient, sara: Person, secret: str) -> None:
    code = code_now(secret)
    assert log_in_twice(client, sara.email, code).status_code == 303
    other = app.test_client()
    answer = log_in_twice(other, sara.email, code)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert log_in_twice(other, sara.email, code_now(secret, 1)).status_code == 303


@pytest.mark.long
@pytest.mark.parametrize(
    "code", ["", "12345", "000000x", "abcd-efgh-2345-jkmn", "x" * 5000, "\x00"]
)
def test_a_wrong_code_is_refused(client: FlaskClient, sara: Person, secret: str, code: str) -> None:
    assert log_in_twice(client, sara.email, code).status_code in {422, 400}
    assert client.get("/sv/desk/").status_code == 303


def test_codes_are_throttled_like_passwords(
    app: Flask, client: FlaskClient, sara: Person, secret: str
) -> None:
    for _ in range(5):
        assert log_in_twice(client, sara.email, "000000").status_code == 422
    answer = log_in_twice(client, sara.email, code_now(secret))
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    # A new log-in with the right password does not clear the count.
    answer = log_in_twice(app.test_client(), sara.email, code_now(secret))
    assert answer.status_code == 429


def test_the_log_in_does_not_wait_for_ever(
    app: Flask, client: FlaskClient, sara: Person, secret: str
) -> None:
    post_login(client, sara.email)
    let_time_pass(app, 11)
    assert client.get("/sv/login/code").location == "/sv/login"
    assert post_code(client, code_now(secret)).location == "/sv/login"
    assert client.get("/sv/desk/").status_code == 303


def test_a_code_without_a_password_is_nothing(
    client: FlaskClient, sara: Person, secret: str
) -> None:
    assert post_code(client, code_now(secret)).location == "/sv/login"


def test_what_somebody_wrote_is_carried_through_both_steps(
    client: FlaskClient, sara: Person, secret: str
) -> None:
    kept = {"resend": "/sv/account/name", "kept.name": "Sara <Ek>"}
    page = post_login(client, sara.email, **kept)
    assert page.status_code == 200
    assert 'name="kept.name" value="Sara &lt;Ek&gt;"' in page.text
    answer = post_code(client, "000000", **kept)
    assert 'name="kept.name" value="Sara &lt;Ek&gt;"' in answer.text
    answer = post_code(client, code_now(secret), **kept)
    assert answer.status_code == 200
    assert 'action="/sv/account/name"' in answer.text


def test_a_backup_code_lets_in_once(app: Flask, client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    _secret, codes = set_up_app(client)
    assert len(codes) == 10
    for answer in (log_in_twice(app.test_client(), sara.email, code) for code in codes[:2]):
        assert answer.status_code == 303
    assert log_in_twice(app.test_client(), sara.email, codes[0]).status_code == 422
    assert "8 koder finns kvar" in client.get("/sv/account/second-factor").text


def test_changes_of_the_factor_ask_who_it_is(app: Flask, client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    assert client.get(APP).status_code == 200
    let_time_pass(app, 16)
    answer = client.get(APP)
    assert answer.location == "/sv/account/confirm?next=/sv/account/second-factor/app"
    assert client.post(APP, data={"code": "1"}).location == "/sv/account/confirm"
    wrong = client.post("/sv/account/confirm", data={"password": "fel", "next": APP})
    assert wrong.status_code == 422
    assert client.get(APP).status_code == 303
    right = client.post("/sv/account/confirm", data={"password": "blåbär-tåg-lampa-7", "next": APP})
    assert right.location == APP
    assert client.get(APP).status_code == 200
    for _ in range(5):
        client.post("/sv/account/confirm", data={"password": "fel"})
    assert client.post("/sv/account/confirm", data={"password": "fel"}).status_code == 429
