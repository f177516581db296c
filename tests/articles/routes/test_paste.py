"""Test the Markdown that the editor's script asks for when formatted text is pasted."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in
from tests.documents.clipboards import PEDIA, PEDIA_MADE
from wiki.documents.clipboard.pasting import MOST_CHARACTERS

# Of a longer form with parts, the client leaves a file open.
_SHORT = "application/x-www-form-urlencoded"


@pytest.fixture
def writing(app: Flask, author: Person) -> FlaskClient:
    """A browser in which an author is logged in."""
    client = app.test_client()
    log_in(client, author)
    return client


def ask(client: FlaskClient, html: str, body: str = "", form: str = _SHORT) -> Any:
    """Send what the script sends."""
    fields = {"html": html, "body": body}
    return client.post("/sv/clipboard", data=fields, mimetype=form)


def test_the_answer_is_for_the_text_that_it_goes_into(writing: FlaskClient) -> None:
    words, note = PEDIA_MADE.split("\n---\n")
    # So many labels are longer than the arguments of a process may be.
    many = "".join(f"[^{'x' * 200}{number}]" for number in range(1_000))
    body = f"Före[^1] och {many}"
    answer = ask(writing, PEDIA, body, "multipart/form-data").get_json()
    assert answer == {
        "words": words.replace("[^1]", "[^2]"),
        "notes": [note.replace("[^1]", "[^2]")],
        "isInline": False,
        "isCode": False,
        "told": "Bilder som inte följde med: 1. Noter som är utelämnade, eftersom deras text inte "
        "var kopierad: 1.",
    }


def test_a_link_into_the_wiki_has_no_host(writing: FlaskClient) -> None:
    html = "<a href='http://localhost/sv/articles/a'>a</a> <a href='http://localhost.se/b'>b</a>"
    answer = ask(writing, html).get_json()
    assert answer["words"] == "[a](/sv/articles/a) [b](http://localhost.se/b)"
    assert answer["isInline"] is True
    assert answer["told"] == ""


@pytest.mark.long
def test_what_cannot_be_read_is_refused_in_words(writing: FlaskClient) -> None:
    for html in ("x" * (MOST_CHARACTERS + 1), "*" * 262_145):
        answer = ask(writing, html)
        assert answer.status_code == 422
        told = "Det är mer än vad som kan läsas på en gång: klistra in det i delar."
        assert answer.get_json() == {"message": told}
    assert ask(writing, "x" * 5_000_000).status_code == 413
    assert ask(writing, "a\0<b>b</b>").get_json()["words"] == "a**b**"
    assert writing.post("/sv/clipboard").get_json()["words"] == ""
