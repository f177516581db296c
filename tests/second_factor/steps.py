"""What people do with their second factor."""

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.accounts.login import post_login
from tests.builders import Person
from tests.page import Page
from wiki.accounts.models import User, UserSession
from wiki.clock import now
from wiki.db import db
from wiki.second_factor.models import CodeApp, Passkey
from wiki.second_factor.totp import code_of, new_secret, step_of

APP = "/sv/account/second-factor/app"
CODES = re.compile("(?:[a-z2-9]{4}-){3}[a-z2-9]{4}")


def give_app(app: Flask, person: Person) -> str:
    """Give somebody an app whose codes have not been used for a while; return its secret."""
    with app.app_context():
        secret = new_secret()
        user_id = person.user_id
        last_step = step_of(now()) - 10
        db.session.add(CodeApp(user_id=user_id, secret=secret, last_step=last_step))
        db.session.get_one(User, user_id).has_second_factor = True
        db.session.commit()
        return secret


def give_passkey(app: Flask, person: Person, name: str) -> None:
    """Give somebody a passkey that nobody has."""
    with app.app_context():
        key = {"credential_id": "eA", "public_key": "eA", "sign_count": 0}
        db.session.add(Passkey(user_id=person.user_id, name=name[:60], **key))
        db.session.commit()


def code_now(secret: str, later: int = 0) -> str:
    return code_of(secret, step_of(now()) + later)


def post_code(client: FlaskClient, code: str, **more: str) -> TestResponse:
    return client.post("/sv/login/code", data={"code": code, **more})


def log_in_twice(client: FlaskClient, email: str, code: str) -> TestResponse:
    """Log in with the password and then with the code."""
    answer = post_login(client, email)
    assert answer.status_code == 303
    return post_code(client, code)


def let_time_pass(app: Flask, minutes: int) -> None:
    """Make all sessions older."""
    with app.app_context():
        for session in db.session.scalars(select(UserSession)):
            session.created_at -= timedelta(minutes=minutes)
            if session.confirmed_at:
                session.confirmed_at -= timedelta(minutes=minutes)
        db.session.commit()


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    return Page(page).all(f"[name={name}]")[0]["value"]


def set_up_app(client: FlaskClient) -> tuple[str, list[str]]:
    """Set up an app on the page for it; return its secret and the backup codes."""
    page = client.get(APP).text
    secret = Page(page).one("main code").text.replace(" ", "")
    answer = client.post(APP, data={"signed": hidden(page, "signed"), "code": code_now(secret)})
    return secret, sorted(set(CODES.findall(answer.text)))
