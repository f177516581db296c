"""Ask for an article as Zotero does: by the keys in its page."""

from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, put_on
from tests.page import Page


def read(client: FlaskClient, address: str) -> list[str]:
    """Return the lines of RIS to which a page leads."""
    page = Page(client.get(address))
    server = page.one('link[rel="unapi-server"]')["href"].removeprefix("http://localhost")
    key = page.one("abbr.unapi-id")["title"]
    response = client.get(f"{server}?id={key}&format=ris")
    assert response.mimetype == "application/x-research-info-systems"
    return response.text.split("\r\n")


def test_an_article_and_a_version_lead_to_their_own_data(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    article_id = make_article("Tvättmaskinen", editor, app=app)
    put_on(article_id, make_tag("skola", app=app), app=app)

    lines = read(client, "/sv/articles/tvattmaskinen")
    of_version = read(client, "/sv/articles/tvattmaskinen/revisions/1")

    assert {"AU  - Berg, Eva", "KW  - Skola", "LA  - sv", "TI  - Tvättmaskinen"} <= set(lines)
    assert "UR  - http://localhost/sv/articles/tvattmaskinen" in lines
    assert "UR  - http://localhost/sv/articles/tvattmaskinen/revisions/1" in of_version


def test_the_formats_are_listed(app: Flask, client: FlaskClient, editor: Person) -> None:
    article_id = make_article("Tvättmaskinen", editor, app=app)
    of_all = client.get("/unapi")
    of_one = client.get(f"/unapi?id=article-{article_id}")

    assert (of_all.status_code, of_one.status_code) == (200, 300)
    for response in (of_all, of_one):
        assert response.mimetype == "application/xml"
        assert [e.get("name") for e in ElementTree.fromstring(response.data)] == ["ris"]
    assert ElementTree.fromstring(of_one.data).get("id") == f"article-{article_id}"
    assert client.get(f"/unapi?id=article-{article_id}&format=bibtex").status_code == 406


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "article-",
        "article-0",
        "article-1-1",
        "version-1",
        "article-" + "9" * 40,
        "version-1-0",
    ],
)
def test_a_key_of_nothing_is_not_found(client: FlaskClient, key: str) -> None:
    assert client.get(f"/unapi?id={key}&format=ris").status_code == 404


def test_what_only_some_may_read_only_they_are_told_of(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    draft = make_article("Utkastet", author, app=app)
    address = f"/unapi?id=article-{draft}&format=ris"
    assert client.get(address).status_code == 404
    log_in(client, editor)
    assert "Utkastet" in client.get(address).text
