"""Log in as a browser does, and read the answer."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import PASSWORD
from wiki.accounts.models import UserSession
from wiki.db import db


def post_login(
    client: FlaskClient, email: str, password: str = PASSWORD, **more: str
) -> TestResponse:
    return client.post("/sv/login", data={"email": email, "password": password, **more})


def set_cookies(response: TestResponse) -> dict[str, str]:
    return {line.partition("=")[0]: line for line in response.headers.getlist("Set-Cookie")}


def count_sessions(app: Flask) -> int:
    with app.app_context():
        return db.session.query(UserSession).count()
