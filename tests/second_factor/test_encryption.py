"""The secrets of apps are encrypted, with the secret key, for one account."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_user
from tests.page import Page
from tests.second_factor.steps import (
    code_now,
    give_app,
    log_in_twice,
    set_up_app,
)
from wiki.db import db
from wiki.operations.first_start import say_unreadable_apps
from wiki.second_factor.encryption import UnreadableSecret, decrypt, encrypt, is_encrypted
from wiki.second_factor.models import CodeApp
from wiki.second_factor.totp import new_secret

KEY = "the key of this installation"


def stored(app: Flask, person: Person) -> str:
    with app.app_context():
        return db.session.get_one(CodeApp, person.user_id).secret


def test_a_secret_is_read_with_its_key_and_for_its_account_alone() -> None:
    secret = new_secret()
    hidden = encrypt(secret, 7, KEY)
    assert re.fullmatch("[A-Za-z0-9_-]{64}", hidden)  # as long as the column
    assert hidden != encrypt(secret, 7, KEY)
    assert decrypt(hidden, 7, KEY) == secret
    assert decrypt(secret, 7, KEY) == secret  # of before secrets were encrypted
    assert [is_encrypted(hidden), is_encrypted(secret)] == [True, False]
    for text, user_id, key in (
        (hidden, 8, KEY),
        (hidden, 7, f"{KEY}."),
        (hidden[:-1] + ("A" if hidden[-1] != "A" else "B"), 7, KEY),
        (hidden[:10], 7, KEY),
        ("", 7, KEY),
        ("å", 7, KEY),
    ):
        with pytest.raises(UnreadableSecret):
            decrypt(text, user_id, key)


def test_a_new_app_is_stored_encrypted(app: Flask, client: FlaskClient) -> None:
    person = make_user("author", app=app)
    log_in(client, person)
    secret, _codes = set_up_app(client)
    assert is_encrypted(stored(app, person))
    other = app.test_client()
    assert log_in_twice(other, person.email, code_now(secret, 1)).status_code == 303


def test_an_older_secret_is_encrypted_when_it_is_used(app: Flask, sara: Person) -> None:
    secret = give_app(app, sara)
    assert log_in_twice(app.test_client(), sara.email, "000000").status_code == 422
    assert stored(app, sara) == secret
    assert log_in_twice(app.test_client(), sara.email, code_now(secret)).status_code == 303
    assert is_encrypted(stored(app, sara))
    assert log_in_twice(app.test_client(), sara.email, code_now(secret, 1)).status_code == 303


def test_another_secret_key_is_said_and_a_backup_code_lets_in(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_user("author", app=app)
    log_in(client, person)
    secret, codes = set_up_app(client)
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key of another machine")
    other = app.test_client()
    refused = log_in_twice(other, person.email, code_now(secret, 1))
    assert refused.status_code == 422
    assert "för wikins nyckel har bytts" in Page(refused).one(".error-summary").text
    said: list[str] = []
    with app.app_context():
        say_unreadable_apps(said.append)
    assert "under which 1 code app(s) were set up" in said[0]
    assert log_in_twice(other, person.email, codes[0]).status_code == 303
    assert "Lägg upp din app en gång till" in other.get("/sv/account/second-factor").text
    secret, _none = set_up_app(other)
    assert "Lägg upp din app en gång till" not in other.get("/sv/account/second-factor").text
    assert log_in_twice(app.test_client(), person.email, code_now(secret, 1)).status_code == 303
