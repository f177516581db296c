"""Test the feeds and the sitemap over HTTP."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from wiki.articles.actions.archive import pair_articles
from wiki.articles.models import Article
from wiki.db import db
from wiki.errors import NotFound
from wiki.feeds.routes import sitemap, sitemap_part
from wiki.tags.queries import find_tag

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def test_a_feed_lists_public_articles_newest_first(app: Flask, client: FlaskClient) -> None:
    editor, author = make_user("editor", app=app), make_user("author", app=app)
    first = make_article("Första & bästa", editor, summary="Kort.", app=app)
    make_article("Andra", editor, app=app)
    make_article("Utkast", author, app=app)
    put_on(first, make_tag("skola", app=app), app=app)

    response = client.get("/sv/feeds/articles.xml")
    root = ElementTree.fromstring(response.data)
    titles = [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]
    of_tag = ElementTree.fromstring(client.get("/sv/feeds/tags/skola.xml").data)

    assert response.mimetype == "application/atom+xml"
    assert titles == ["Andra", "Första & bästa"]
    entry = next(of_tag.iter(f"{ATOM}entry"))
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "http://localhost/sv/articles/forsta-basta"
    assert entry.findtext(f"{ATOM}summary") == "Kort."
    assert client.get("/sv/feeds/tags/nothing.xml").status_code == 404


def test_a_feed_distinguishes_the_first_publication_from_the_last(
    app: Flask, client: FlaskClient
) -> None:
    editor = make_user("editor", app=app)
    article_id = make_article("Tvättmaskinen", editor, body="Ett.", app=app)
    with app.app_context():
        article = db.session.get_one(Article, article_id)
        article.first_published_at = article.published_at = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)
        db.session.commit()
    log_in(client, editor)
    sent = {"title": "Tvättmaskinen", "body": "Två.", "base": "1", "intent": "publish"}
    saved = client.post("/sv/articles/tvattmaskinen/edit", data=sent)

    root = ElementTree.fromstring(client.get("/sv/feeds/articles.xml").data)
    entry = next(root.iter(f"{ATOM}entry"))
    changed = ElementTree.fromstring(client.get("/sitemap.xml").data).findtext(
        f".//{SITEMAP}lastmod"
    )

    assert saved.status_code == 303
    assert entry.findtext(f"{ATOM}published") == "2024-05-06T07:08:00+00:00"
    updated = entry.findtext(f"{ATOM}updated") or ""
    assert datetime.fromisoformat(updated) > datetime(2026, 1, 1, tzinfo=UTC)
    assert root.findtext(f"{ATOM}updated") == updated
    assert (changed or "")[:19] == updated[:19]


def read_ids(client: FlaskClient, address: str) -> list[str]:
    """Return the ids of a feed and its entries, the feed's own first."""
    root = ElementTree.fromstring(client.get(address).data)
    return [element.text or "" for element in root.iter(f"{ATOM}id")]


def test_ids_in_feeds_stay_when_addresses_change(
    app: Flask, client: FlaskClient, editing: FlaskClient, editor: Person
) -> None:
    """A reader shows an entry with another id as a new article."""
    article_id = make_article("Tvättmaskinen", editor, app=app)
    put_on(article_id, make_tag("skola", app=app), app=app)
    before = read_ids(client, "/sv/feeds/tags/skola.xml")
    of_all = read_ids(client, "/sv/feeds/articles.xml")

    renamed = editing.post("/sv/articles/tvattmaskinen/rename", data={"title": "Bykmaskinen"})
    with app.app_context():
        find_tag("skola").slug = "skolor"
        db.session.commit()
    app.config["BASE_URL"] = "https://wiki.example.org"

    assert renamed.status_code == 303
    assert "articles/bykmaskinen" in client.get("/sv/feeds/tags/skolor.xml").text
    assert read_ids(client, "/sv/feeds/tags/skolor.xml") == before
    assert read_ids(client, "/sv/feeds/articles.xml") == of_all
    assert read_ids(client, "/en/feeds/articles.xml")[0] not in of_all
    assert len({*before, *of_all}) == 3
    for found in (*before, *of_all):
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", found)


def test_a_correction_does_not_lead_the_new_articles(
    app: Flask, client: FlaskClient, editing: FlaskClient, editor: Person
) -> None:
    make_article("Första", editor, body="Ett.", app=app)
    make_article("Andra", editor, app=app)
    sent = {"title": "Första", "body": "Två.", "base": "1", "intent": "publish"}
    assert editing.post("/sv/articles/forsta/edit", data=sent).status_code == 303

    root = ElementTree.fromstring(client.get("/sv/feeds/articles.xml").data)
    titles = [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]
    assert titles == ["Andra", "Första"]


@pytest.mark.parametrize("address", ["/sv/feeds/articles.xml", "/en/feeds/tags/skola.xml"])
def test_a_feed_without_entries_is_not_modified(
    app: Flask, client: FlaskClient, address: str
) -> None:
    make_tag("skola", app=app)
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_the_sitemap_names_each_public_page_and_its_languages(
    app: Flask, client: FlaskClient
) -> None:
    editor, author = make_user("editor", app=app), make_user("author", app=app)
    swedish = make_article("Svensk", editor, app=app)
    english = make_article("English", editor, language="en", app=app)
    make_article("Utkast", author, app=app)
    make_tag("skola", app=app)
    with app.app_context():
        pair_articles(swedish, english, editor.viewer)

    root = ElementTree.fromstring(client.get("/sitemap.xml").data)
    pages = {
        url.findtext(f"{SITEMAP}loc"): {
            link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")
        }
        for url in root
    }

    assert pages["http://localhost/sv/articles/svensk"] == {
        "sv": "http://localhost/sv/articles/svensk",
        "en": "http://localhost/en/articles/english",
        "x-default": "http://localhost/sv/articles/svensk",
    }
    assert pages["http://localhost/en/"]["x-default"] == "http://localhost/"
    assert "http://localhost/sv/privacy" in pages
    assert "http://localhost/en/accessibility" in pages
    assert "http://localhost/sv/tags/skola" in pages
    assert "http://localhost/en/events/" in pages
    assert not any("utkast" in str(page) for page in pages)


def test_more_pages_than_a_sitemap_may_have_get_an_index(app: Flask) -> None:
    """All sorts of pages count: here fixed pages, a term, a university, a person, an event."""
    editor = make_user("editor", app=app)
    make_article("Seminariet", editor, kind="event", app=app)
    make_tag("skola", app=app)
    make_tag("umea-university", "university", app=app)

    with app.test_request_context("/sitemap.xml"):
        whole = locations(sitemap().data)
        index = ElementTree.fromstring(sitemap(most_pages=10).data)
        parts = [locations(sitemap_part(number, most_pages=10).data) for number in (1, 2, 3)]
        with pytest.raises(NotFound):
            sitemap_part(4, most_pages=10)
        fitting = ElementTree.fromstring(sitemap(most_pages=len(whole)).data)

    assert index.tag == f"{SITEMAP}sitemapindex"
    assert [loc.text for loc in index.iter(f"{SITEMAP}loc")] == [
        "http://localhost/sitemap-1.xml",
        "http://localhost/sitemap-2.xml",
        "http://localhost/sitemap-3.xml",
    ]
    assert [len(part) for part in parts] == [10, 10, 9]
    assert [*parts[0], *parts[1], *parts[2]] == whole
    assert [re.sub(r"person-\d+-\d+", "person", page) for page in whole[-6:]] == [
        "http://localhost/en/tags/skola",
        "http://localhost/sv/universities/umea-university",
        "http://localhost/en/universities/umea-university",
        "http://localhost/sv/people/person",
        "http://localhost/en/people/person",
        "http://localhost/sv/articles/seminariet",
    ]
    assert fitting.tag == f"{SITEMAP}urlset"


def locations(file: bytes) -> list[str]:
    return [loc.text or "" for loc in ElementTree.fromstring(file).iter(f"{SITEMAP}loc")]


def test_a_small_sitemap_has_one_part(client: FlaskClient) -> None:
    assert client.get("/sitemap-1.xml").data == client.get("/sitemap.xml").data
    for address in ("/sitemap-0.xml", "/sitemap-2.xml", f"/sitemap-{10**30}.xml"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/events.ics", "/feeds/articles.xml", "/feeds/tags/a%20b.xml"])
def test_an_address_without_a_language_leads_to_the_one_preferred(
    client: FlaskClient, address: str
) -> None:
    response = client.get(address, headers={"Accept-Language": "en"})

    assert (response.status_code, response.location) == (302, f"/en{address}")
    assert "Accept-Language" in response.headers["Vary"]


def test_robots_are_shown_the_sitemap(client: FlaskClient) -> None:
    text = client.get("/robots.txt").get_data(as_text=True)

    assert "Sitemap: http://localhost/sitemap.xml" in text
    assert "Disallow: /*/search?" in text
