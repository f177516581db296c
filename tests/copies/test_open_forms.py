"""Who edits an article sees who else has it open."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.builders import Person, log_in, make_article
from tests.page import Page
from wiki.clock import now
from wiki.copies.models import OpenForm
from wiki.db import db

EDIT = "/sv/articles/bryggan/edit"


@pytest.fixture
def article(app: Flask, editor: Person) -> int:
    return make_article("Bryggan", editor, body="Ord.", app=app)


@pytest.fixture
def writing(client: FlaskClient, author: Person) -> FlaskClient:
    log_in(client, author)
    return client


def tell(client: FlaskClient, article: int | str, form_id: str = "1" * 32) -> str:
    answer = client.post(f"/sv/copies/open?article={article}", data={"form_id": form_id})
    assert answer.json is not None
    return str(answer.json["others"])


def move(app: Flask, **moments: int) -> None:
    """Set times of all open forms to so many minutes ago."""
    with app.app_context():
        values = {name: now() - timedelta(minutes=ago) for name, ago in moments.items()}
        db.session.execute(update(OpenForm).values(**values))
        db.session.commit()


def others(client: FlaskClient) -> str:
    return Page(client.get(EDIT)).one("[data-editor-others]").text


def test_others_are_told_and_forgotten(
    app: Flask, writing: FlaskClient, editing: FlaskClient, article: int
) -> None:
    assert tell(writing, article) == ""
    assert others(writing) == ""
    assert others(editing) == "Anna Lind öppnade den här för en minut sedan."
    assert tell(editing, article, "2" * 32) == "Anna Lind öppnade den här för en minut sedan."
    move(app, opened_at=4)
    assert tell(writing, article) == "Eva Berg öppnade den här för 4 minuter sedan."
    assert others(editing) == "Anna Lind öppnade den här för 4 minuter sedan."
    move(app, opened_at=9, seen_at=4)
    assert others(editing) == ""
    assert tell(writing, article) == ""
    assert others(editing) == "Anna Lind öppnade den här för en minut sedan."


def test_who_may_not_edit_neither_tells_nor_learns(
    app: Flask, writing: FlaskClient, editing: FlaskClient, article: int
) -> None:
    assert tell(editing, article) == ""
    for broken in ("0", "x", "999999"):
        assert tell(writing, broken) == ""
    for form_id in ("", "x", "g" * 32):
        tell(writing, article, form_id)
    assert others(editing) == ""
    stranger = app.test_client()
    assert stranger.post(f"/sv/copies/open?article={article}").status_code == 403
