"""Test an article as a file: for whom, under which name, and what it says of itself."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article
from tests.page import Page
from wiki.documents.docx_reader import read_docx

BODY = "Text[^1].\n\n## Rubrik\n\n[^1]: Not."


def test_readers_download_what_they_read(app: Flask, client: FlaskClient, editor: Person) -> None:
    make_article("Bryggor & båtar", editor, summary="Kort.", body=BODY, app=app)
    page = Page(client.get("/sv/articles/bryggor-batar"))
    links = [link["href"] for link in page.all("a[download]")]
    assert [link.rpartition(".")[2] for link in links] == ["docx", "odt", "md"]
    answers = {link.rpartition(".")[2]: client.get(link) for link in links}
    for form, answer in answers.items():
        name = f'attachment; filename="bryggor-batar.{form}"'
        assert answer.headers["Content-Disposition"] == name
        assert answer.headers["X-Robots-Tag"] == "noindex"
    read = read_docx(answers["docx"].data, set())
    assert read.title == "Bryggor & båtar"
    assert editor.name in read.body
    assert "Text[^1]." in read.body
    assert "version 1" in read.body
    assert answers["odt"].data.startswith(b"PK")
    text = answers["md"].text
    assert text.startswith(f"# Bryggor & båtar\n\n{editor.name}\n\nKort.\n\n{BODY}\n\n---\n\nFrån ")
    assert "/sv/articles/bryggor-batar/revisions/1" in text


@pytest.mark.parametrize("form", ["docx", "odt", "md"])
def test_a_draft_is_downloaded_by_those_who_see_it(
    app: Flask, client: FlaskClient, author: Person, form: str
) -> None:
    make_article("Utkast", author, body="Hemligt.", app=app)
    address = f"/sv/articles/utkast/document.{form}"
    assert client.get(address).status_code == 404
    log_in(client, author)
    assert client.get(address).status_code == 200


def test_other_forms_are_not_there(app: Flask, client: FlaskClient, editor: Person) -> None:
    make_article("Bryggor", editor, app=app)
    assert client.get("/sv/articles/bryggor/document.pdf").status_code == 404
