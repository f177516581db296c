"""A wiki with two universities, and a library without files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_tag, make_user
from wiki.accounts.models import User
from wiki.db import db
from wiki.media.store import MediaStore


@pytest.fixture
def umea(app: Flask) -> int:
    return make_tag(
        "umea",
        "university",
        app=app,
        number=1,
        label_sv="Umeå universitet",
        label_en="Umeå University",
        description_sv="Om Umeå.",
        website="https://umu.se",
    )


@pytest.fixture
def boras(app: Flask) -> int:
    return make_tag("boras", "university", app=app, number=2, label_sv="Borås", label_en="Borås")


@pytest.fixture
def library(app: Flask, tmp_path: Path) -> Iterator[None]:
    before, app.extensions["media"] = app.extensions["media"], MediaStore(tmp_path / "media")
    yield
    app.extensions["media"] = before


def log_in_as(app: Flask, role: str, university_id: int | None = None) -> FlaskClient:
    """Return a browser in which somebody of a role and a university is logged in."""
    client, person = app.test_client(), make_user(role, app=app)
    with app.app_context():
        db.session.get_one(User, person.user_id).university_id = university_id
        db.session.commit()
    log_in(client, person)
    return client
