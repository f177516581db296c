"""Tell one person who writes in two windows that it was they who saved, not somebody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article

BODY = "Första stycket.\n\nAndra stycket.\n\nTredje stycket."
YOU = "Du sparade artikeln i ett annat fönster medan du skrev."
YOU_MERGED = "Du hade sparat i ett annat fönster under tiden."
SOMEBODY = "Någon annan"


@pytest.fixture(autouse=True)
def article(app: Flask, editor: Person) -> int:
    return make_article("Bryggan", editor, body=BODY, app=app)


def save(client: FlaskClient, old: str, new: str, base: int = 1) -> TestResponse:
    given = {"title": "Bryggan", "body": BODY.replace(old, new), "base": str(base)}
    return client.post("/sv/articles/bryggan/edit", data=given)


def test_a_conflict_with_oneself_is_called_so(client: FlaskClient, author: Person) -> None:
    log_in(client, author)
    save(client, "Andra", "Min")
    answer = save(client, "Andra", "Vår")
    assert answer.status_code == 409
    assert YOU in answer.text
    assert SOMEBODY not in answer.text
    assert author.name not in answer.text.split("<main")[1]


def test_a_conflict_with_somebody_else_is_called_so(
    client: FlaskClient, author: Person, editor: Person
) -> None:
    log_in(client, editor)
    save(client, "Andra", "Min")
    log_in(client, author)
    answer = save(client, "Andra", "Vår")
    assert SOMEBODY in answer.text
    assert YOU not in answer.text


def test_of_two_who_saved_meanwhile_the_other_one_counts(
    client: FlaskClient, author: Person, editor: Person
) -> None:
    log_in(client, editor)
    save(client, "Första", "Evas")
    log_in(client, author)
    save(client, "Tredje", "Mitt", base=2)
    answer = save(client, "Tredje", "Vårt")
    assert answer.status_code == 409
    assert YOU not in answer.text


def test_a_merge_with_oneself_is_called_so(
    client: FlaskClient, author: Person, editor: Person
) -> None:
    log_in(client, author)
    save(client, "Första", "Mitt")
    page = client.get(save(client, "Tredje", "Vårt").headers["Location"]).text
    assert YOU_MERGED in page
    log_in(client, editor)
    page = client.get(save(client, "Andra", "Evas").headers["Location"]).text
    assert YOU_MERGED not in page
    assert "Texten innehåller bådas ändringar" in page
