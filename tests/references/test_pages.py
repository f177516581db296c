"""Read the library: the list, a source, what cites it, exports and suggestions."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from wiki.db import db
from wiki.references.csl import check_item
from wiki.references.models import SourceRedirect
from wiki.references.steps.citations import publish_citations, store_citations
from wiki.references.steps.sources import put_source

ITEM = {
    "type": "report",
    "title": "Räkna på <i>nytta</i> & mer",
    "author": [{"family": "Åström", "given": "Anna", "ORCID": "0000-0002-1825-0097"}],
    "issued": {"date-parts": [[2020, 5]]},
    "publisher": "Region Skåne",
    "DOI": "10.1000/abc",
    "URL": "https://example.org/nytta",
}


@pytest.fixture
def source_id(app: Flask) -> int:
    with app.app_context():
        source = put_source(check_item(ITEM))
        put_source(check_item({"type": "book", "title": "Annat"}))
        db.session.add(SourceRedirect(key="astrom20", source_id=source.id))
        db.session.commit()
        return source.id


@pytest.mark.usefixtures("source_id")
def test_sources_are_listed_and_searched(client: FlaskClient) -> None:
    everything = client.get("/sv/sources/").text
    assert "2 källor" in everything
    assert everything.index("Annat") < everything.index("Räkna på nytta &amp; mer")
    for words in ("astrom", "ÅSTRÖM 2020", "rakna skane", "10.1000/abc"):
        found = client.get("/sv/sources/", query_string={"q": words}).text
        assert ("En källa" in found, "Annat" in found) == (True, False), words
    assert "Ingen källa har de orden" in client.get("/sv/sources/?q=%25").text


def test_an_empty_library_says_so(client: FlaskClient) -> None:
    assert "Det finns inga källor än" in client.get("/sv/sources/").text


@pytest.mark.usefixtures("source_id")
def test_a_source_shows_what_is_known_of_it(client: FlaskClient) -> None:
    page = client.get("/sv/sources/astrom2020").text
    assert "<h1>Räkna på nytta &amp; mer</h1>" in page
    assert 'href="https://orcid.org/0000-0002-1825-0097"' in page
    assert 'href="https://doi.org/10.1000/abc"' in page
    assert 'href="https://example.org/nytta" rel="nofollow ugc noopener"' in page
    assert "<dd>2020-05</dd>" in page
    assert "Ingen artikel citerar den här källan än." in page
    assert client.get("/sv/sources/astrom20").location == "/sv/sources/astrom2020"
    assert client.get("/sv/sources/ASTROM2020").status_code == 301
    assert client.get("/sv/sources/nobody").status_code == 404


@pytest.mark.usefixtures("source_id")
def test_only_those_who_see_a_draft_see_that_it_cites(
    app: Flask, author: Person, editor: Person
) -> None:
    with app.app_context():
        public = make_article("Öppen", editor)
        changed = make_article("Ändrad", editor)
        draft = make_article("Utkast", author)
        for article_id in (public, changed, draft):
            store_citations(article_id, ["astrom2020"])
        publish_citations(public)
        db.session.commit()
    other = make_user("author", app=app)
    shown = {}
    for name, person in (("reader", None), ("other", other), ("own", author), ("editor", editor)):
        client = app.test_client()
        if person:
            log_in(client, person)
        page = client.get("/sv/sources/astrom2020").text
        shown[name] = {title for title in ("Öppen", "Ändrad", "Utkast") if f">{title}</a>" in page}
    assert shown == {
        "reader": {"Öppen"},
        "other": {"Öppen", "Ändrad"},
        "own": {"Öppen", "Ändrad", "Utkast"},
        "editor": {"Öppen", "Ändrad", "Utkast"},
    }


@pytest.mark.usefixtures("source_id")
def test_the_library_is_exported(client: FlaskClient) -> None:
    bib = client.get("/sv/sources/exports/sources.bib")
    assert bib.content_type == "application/x-bibtex; charset=utf-8"
    assert bib.headers["Content-Disposition"] == "attachment"
    assert bib.text.count("@") == 2
    assert "author = {Åström, Anna}" in bib.text
    ris = client.get("/sv/sources/exports/sources.ris?q=rakna").text
    assert (ris.count("TY  - "), "AU  - Åström, Anna" in ris) == (1, True)
    one = json.loads(client.get("/sv/sources/exports/a.json?key=astrom2020").text)
    assert [item["id"] for item in one] == ["astrom2020"]
    assert client.get("/sv/sources/exports/sources.exe").status_code == 404
    assert client.get("/sv/sources/exports/a.bib?key=nobody").status_code == 404


@pytest.mark.usefixtures("source_id")
def test_sources_are_suggested_to_those_who_write(
    client: FlaskClient, editing: FlaskClient
) -> None:
    assert client.get("/sv/sources/suggestions?q=a").status_code in {302, 303, 403}
    found = json.loads(editing.get("/sv/sources/suggestions?q=astr").text)
    assert found["said"] == "1 förslag"
    assert found["items"] == [
        {
            "key": "astrom2020",
            "title": "Räkna på nytta & mer",
            "authors": "Åström, Anna",
            "year": 2020,
            "kind": "Rapport",
            "url": "/sv/sources/astrom2020",
        }
    ]
