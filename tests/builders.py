"""Make what tests need in the database, and log people in."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, has_app_context
from flask.testing import FlaskClient

from wiki.accounts.models import Role, User, UserSession
from wiki.accounts.passwords import hash_password
from wiki.accounts.queries import hash_token
from wiki.accounts.viewer import Viewer
from wiki.db import db

PASSWORD = "blåbär-tåg-lampa-7"

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Person:
    """Hold what a test knows of a user; unlike a model it outlives its session."""

    user_id: int
    email: str
    name: str
    role: Role

    @property
    def viewer(self) -> Viewer:
        """Return the user as actions and queries take them."""
        return Viewer(self.user_id, self.role, self.name)


def make_user(
    role: Role | str = Role.AUTHOR,
    name: str = "",
    email: str = "",
    *,
    app: Flask | None = None,
    password: str = PASSWORD,
    is_active: bool = True,
) -> Person:
    """Add a user; give `app` in tests that use `client` and so have no context of their own."""
    number = next(_numbers)
    with _context(app):
        user = User(
            email=email or f"person-{number}@example.org",
            name=name or f"Person {number}",
            role=Role(role).value,
            password_hash=hash_password(password),
            is_active=is_active,
        )
        db.session.add(user)
        db.session.commit()
        return Person(user.id, user.email, user.name, Role(user.role))


def log_in(client: FlaskClient, person: Person) -> str:
    """Give the client a session of this person and return its token; log-in has its own tests."""
    token = f"token-{next(_numbers)}"
    with client.application.app_context():
        db.session.add(UserSession(token_hash=hash_token(token), user_id=person.user_id))
        db.session.commit()
    client.set_cookie("session", token)
    return token


@contextmanager
def _context(app: Flask | None) -> Iterator[None]:
    """Enter the context of `app`, unless the test has entered one itself."""
    if app is None or has_app_context():
        yield
        return
    with app.app_context():
        yield
