"""Add, use and remove passkeys over HTTP, and refuse what is not theirs to say."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.accounts.login import post_login
from tests.builders import Person, log_in, make_user
from tests.second_factor.authenticator import PRESENT, Authenticator
from tests.second_factor.steps import CODES, let_time_pass
from wiki.db import db
from wiki.second_factor.models import Passkey
from wiki.second_factor.passkeys import KeyRefused, check_new, read_answer, site_of

KEYS = "/sv/account/second-factor/passkeys"
ENTER, STEP = "/sv/login/passkey", "/sv/login/code/passkey"


def options(client: FlaskClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.mimetype == "application/json"
    return answer.json


def add_key(client: FlaskClient, key: Authenticator, name: str = "Telefon") -> TestResponse:
    answer = key.make(options(client, f"{KEYS}/options"))
    return client.post(KEYS, data={"credential": answer, "name": name})


def enter(client: FlaskClient, key: Authenticator, path: str = ENTER, **more: str) -> TestResponse:
    return client.post(path, data={"credential": key.use(options(client, path)), **more})


def is_in(client: FlaskClient) -> bool:
    return client.get("/sv/account").status_code == 200


@pytest.fixture
def key(app: Flask, sara: Person) -> Authenticator:
    """Sara's passkey."""
    key = Authenticator()
    client = app.test_client()
    log_in(client, sara)
    assert add_key(client, key).status_code == 200
    return key


def test_a_passkey_is_added_with_backup_codes(client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    asked = options(client, f"{KEYS}/options")
    assert asked["rp"]["id"] == "localhost"
    assert asked["excludeCredentials"] == []
    page = add_key(client, Authenticator(), "Min <telefon>").text
    assert len(set(CODES.findall(page))) == 10
    assert "Min &lt;telefon&gt;" in client.get("/sv/account/second-factor").text
    assert add_key(client, Authenticator(), "").status_code == 303  # the codes are still good
    assert len(options(client, f"{KEYS}/options")["excludeCredentials"]) == 2


def test_a_passkey_lets_in_without_a_password(
    client: FlaskClient, sara: Person, key: Authenticator
) -> None:
    assert options(client, ENTER)["userVerification"] == "required"
    assert options(client, ENTER)["allowCredentials"] == []
    assert enter(client, key, next="/sv/desk/").location == "/sv/desk/"
    assert is_in(client)


def test_a_passkey_is_the_second_step(
    client: FlaskClient, sara: Person, key: Authenticator
) -> None:
    assert client.get(STEP).status_code == 404
    assert "/login/code" in post_login(client, sara.email).location
    assert len(options(client, STEP)["allowCredentials"]) == 1
    key.flags = PRESENT  # the password was given already
    assert enter(client, key, STEP, next="/sv/desk/").location == "/sv/desk/"
    assert is_in(client)


def spoil(**values: Any) -> Callable[[Authenticator], None]:
    def change(key: Authenticator) -> None:
        for name, value in values.items():
            setattr(key, name, value)

    return change


@pytest.mark.long
@pytest.mark.parametrize(
    "change",
    [
        spoil(origin="https://evil.example"),
        spoil(origin="http://localhost.evil.example"),
        spoil(host="evil.example"),
        spoil(flags=0),
        spoil(flags=PRESENT),  # nobody has made sure that it is its owner
        spoil(count=0),  # a copy of the passkey, which has been used less often
        spoil(key=Authenticator().key),
        spoil(key_id=b"another"),
    ],
)
def test_a_passkey_that_says_something_else_is_refused(
    client: FlaskClient,
    sara: Person,
    key: Authenticator,
    change: Callable[[Authenticator], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    change(key)
    with caplog.at_level("INFO", "wiki.security"):
        assert enter(client, key).location == "/sv/login"
    assert not is_in(client)
    assert "passkey.refused" in caplog.text


def test_an_answer_is_taken_once(
    app: Flask, client: FlaskClient, sara: Person, key: Authenticator
) -> None:
    key.count = -1  # as those of telephones, which do not count, and say 0 each time
    with app.app_context():
        db.session.query(Passkey).one().sign_count = 0
        db.session.commit()
    answer = key.use(options(client, ENTER))
    assert client.post(ENTER, data={"credential": answer}).location == "/sv/"
    thief = app.test_client()
    assert thief.post(ENTER, data={"credential": answer}).location == "/sv/login"
    assert not is_in(thief)


def test_a_challenge_is_for_one_purpose_and_not_for_long(
    app: Flask,
    client: FlaskClient,
    sara: Person,
    key: Authenticator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = app.test_client()
    log_in(own, sara)
    for asked in (options(own, f"{KEYS}/options"), {"challenge": "eA"}, {"challenge": ""}):
        answer = key.use(asked)
        assert client.post(ENTER, data={"credential": answer}).location == "/sv/login"
    post_login(client, sara.email)
    for asked in (options(app.test_client(), ENTER), options(own, f"{KEYS}/options")):
        answer = key.use(asked)
        assert client.post(STEP, data={"credential": answer}).location == "/sv/login/code"
    answer = key.use(options(client, STEP))
    monkeypatch.setattr("wiki.second_factor.steps._CHALLENGE_SECONDS", -1)
    assert client.post(STEP, data={"credential": answer}).location == "/sv/login/code"
    assert not is_in(client)


def test_the_key_of_somebody_else_is_no_second_step(
    app: Flask, client: FlaskClient, sara: Person, key: Authenticator
) -> None:
    other = make_user("author", app=app)
    theirs, browser = Authenticator(), app.test_client()
    log_in(browser, other)
    add_key(browser, theirs)
    post_login(client, sara.email)
    assert enter(client, theirs, STEP).location == "/sv/login/code"
    assert not is_in(client)


def test_a_key_cannot_be_added_twice_or_from_elsewhere(
    app: Flask, client: FlaskClient, sara: Person, key: Authenticator
) -> None:
    other = app.test_client()
    log_in(other, make_user("author", app=app))
    assert add_key(other, key).status_code == 303
    assert add_key(other, Authenticator(origin="https://evil.example")).status_code == 303
    assert add_key(other, Authenticator(host="evil.example")).status_code == 303
    asked = options(other, f"{KEYS}/options")
    made = Authenticator().make(asked)
    log_in(client, sara)
    assert client.post(KEYS, data={"credential": made}).status_code == 303
    with app.app_context():
        assert db.session.query(Passkey).count() == 1


def test_a_closed_account_stays_closed(
    app: Flask, client: FlaskClient, sara: Person, key: Authenticator
) -> None:
    boss = app.test_client()
    log_in(boss, make_user("admin", app=app))
    boss.post(f"/sv/admin/users/{sara.user_id}/closure")
    assert enter(client, key).location == "/sv/login"
    assert not is_in(client)


def test_a_passkey_is_removed_by_its_owner(
    app: Flask, client: FlaskClient, sara: Person, key: Authenticator
) -> None:
    with app.app_context():
        number = db.session.query(Passkey).one().id
    page = f"{KEYS}/{number}/removal"
    log_in(client, make_user("author", app=app))
    assert client.get(page).status_code == 404
    assert client.post(page).status_code == 404
    log_in(client, sara)
    assert "Telefon" in client.get(page).text
    assert client.post(page).status_code == 303
    assert post_login(app.test_client(), sara.email).location == "/sv/"
    assert enter(app.test_client(), key).location == "/sv/login"


def test_adding_asks_who_it_is(app: Flask, client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    let_time_pass(app, 20)
    assert client.get(f"{KEYS}/options").status_code == 303
    assert client.post(KEYS, data={"credential": "{}"}).status_code == 303


def test_there_are_no_passkeys_without_a_name(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    assert "Logga in med lösennyckel" in client.get("/sv/login").text
    app.config["BASE_URL"] = "http://127.0.0.1:5000"
    assert "Logga in med lösennyckel" not in client.get("/sv/login").text
    assert client.get(ENTER).status_code == 404
    log_in(client, sara)
    assert "bara för en wiki som har https" in client.get("/sv/account/second-factor").text


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://wiki.example.org", "wiki.example.org"),
        ("https://wiki.example.org:8443", "wiki.example.org"),
        ("http://localhost:5000", "localhost"),
        ("http://wiki.example.org", None),
        ("https://192.0.2.1", None),
        ("https://[::1]:5000", None),
    ],
)
def test_a_site_has_a_name_and_is_safe(url: str, host: str | None) -> None:
    site = site_of(url, "Wiki")
    assert (site and site.host) == host


ANSWER = json.loads(Authenticator().make({"challenge": "eHl6"}))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@pytest.mark.long
@given(field=st.sampled_from(["id", "rawId", "type", "response", ""]), value=JSON)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
def test_no_answer_breaks_it(field: str, value: Any) -> None:
    site = site_of("http://localhost", "Wiki")
    assert site
    for answer in (
        {**ANSWER, field: value},
        {**ANSWER, "response": {**ANSWER["response"], "attestationObject": value}},
        {**ANSWER, "response": {**ANSWER["response"], "clientDataJSON": value}},
        value,
    ):
        text = json.dumps(answer)
        with suppress(KeyRefused):
            read_answer(text)
            check_new(text, site, b"xyz")


@pytest.mark.parametrize("name", ["\ud800", "\0", "é", ""])
def test_no_name_of_a_key_breaks_the_log_in(client: FlaskClient, name: str) -> None:
    answer = json.dumps({**json.loads(Authenticator().use({"challenge": "eHl6"})), "id": name})
    assert client.post(ENTER, data={"credential": answer}).location == "/sv/login"


@given(st.text(max_size=50))
def test_no_text_breaks_it(text: str) -> None:
    with pytest.raises(KeyRefused):
        read_answer(text)
