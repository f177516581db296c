"""Cite an article, and each of its versions, over HTTP."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article
from tests.page import Page

URL = "/sv/articles/robot"


@pytest.fixture
def versions(app: Flask, editor: Person, author: Person) -> None:
    """Two published versions, and a draft by somebody else."""
    make_article("Robot", editor, body="a", app=app)
    for person, base, title, intent in (
        (editor, 1, "Roboten", "publish"),
        (author, 2, "X", "save"),
    ):
        client = app.test_client()
        log_in(client, person)
        slug = "robot" if base == 1 else "roboten"
        sent = {"title": title, "body": "b", "base": str(base), "intent": intent}
        assert client.post(f"/sv/articles/{slug}/edit", data=sent).status_code == 303


@pytest.mark.usefixtures("versions")
def test_each_version_is_cited_at_its_own_address(client: FlaskClient) -> None:
    newest = Page(client.get("/sv/articles/roboten/cite"))
    assert "Roboten." in newest.texts("blockquote.citation")[0]
    page = Page(client.get("/sv/articles/roboten/cite?version=1"))
    assert "Robot." in page.texts("blockquote.citation")[0]
    assert "version 1" in page.one("h1").text
    links = page.values("a[download]", "href")
    assert [link.rpartition("/revisions/")[2] for link in links] == [
        "1/citation.bib",
        "1/citation.ris",
        "1/citation.json",
    ]
    shown = page.texts("pre")
    for link, text in zip(links, shown, strict=True):
        file = client.get(link)
        assert file.status_code == 200
        assert " ".join(file.text.split()) == text
        assert "http://localhost/sv/articles/roboten/revisions/1" in text
        assert file.headers["Content-Disposition"].startswith("attachment; filename=roboten-1.")
    version = Page(client.get("/sv/articles/roboten/revisions/1"))
    assert "/sv/articles/roboten/cite?version=1" in version.values("a", "href")


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize(
    "path",
    [
        "cite?version=3",
        "cite?version=9",
        "cite?version=x",
        "revisions/3/citation.bib",
        "revisions/1/citation.exe",
    ],
)
def test_what_readers_do_not_see_is_not_cited(client: FlaskClient, path: str) -> None:
    assert client.get(f"/sv/articles/roboten/{path}").status_code == 404
