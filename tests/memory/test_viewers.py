"""What was remembered for one viewer is never another's."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import update

from tests.builders import Person, log_in, make_article, make_user
from wiki.accounts.models import User
from wiki.db import db


@pytest.fixture
def first(app: Flask) -> Person:
    """Give an author whose account has the number 1, as the first of a wiki has."""
    person = make_user("author", app=app)
    with app.app_context():
        db.session.execute(update(User).where(User.id == person.user_id).values(id=1))
        db.session.commit()
    return replace(person, user_id=1)


@pytest.mark.parametrize("address", ["/sv/articles/", "/sv/changes"])
def test_the_first_account_sees_no_drafts_of_others(
    app: Flask, first: Person, author: Person, editor: Person, address: str
) -> None:
    make_article("Hemligt utkast", author, app=app)
    pages = {}
    for person in (editor, first, author):
        client = app.test_client()
        log_in(client, person)
        pages[person] = client.get(address).text
    assert "Hemligt utkast" in pages[editor]
    assert "Hemligt utkast" in pages[author]
    assert "Hemligt utkast" not in pages[first]
