"""Show who people are and what they have published, over HTTP."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user
from tests.page import Page

ORCID = "0000-0002-1825-0097"
TEXT = "En brygga är en plats där båtar lägger till, och där man kan sitta med fötterna i vattnet."
PROFILE = {"university": "ju", "orcid": f"https://orcid.org/{ORCID}", "about": "Bryggor.  Vatten."}


@pytest.fixture
def published(app: Flask, client: FlaskClient, author: Person, editor: Person) -> Person:
    """An author with a published article, in which an editor has mended a word."""
    make_article("Bryggor", author, body=TEXT, app=app)
    log_in(client, editor)
    sent = {"title": "Bryggor", "body": TEXT.replace("sitta", "bada"), "base": "1"}
    client.post("/sv/articles/bryggor/edit", data={**sent, "intent": "publish"})
    client.delete_cookie("session")
    return author


def address(person: Person) -> str:
    name = person.name.lower().replace(" ", "-")
    return f"/people/{name}-{person.user_id}"


def test_a_name_leads_to_the_page_of_who_has_published(
    client: FlaskClient, published: Person, editor: Person
) -> None:
    article = Page(client.get("/sv/articles/bryggor"))
    assert article.values(".byline a", "href") == [f"/sv{address(published)}"]
    page = Page(client.get(f"/en{address(published)}"))
    assert page.texts("h1") == [published.name]
    assert page.texts("[aria-labelledby=articles-title] .item-title") == ["Bryggor"]
    assert page.all("[aria-labelledby=contributions-title]") == []
    other = Page(client.get(f"/sv{address(editor)}"))
    assert other.texts("[aria-labelledby=contributions-title] .item-title") == ["Bryggor"]
    assert other.all("[aria-labelledby=articles-title]") == []
    sitemap = client.get("/sitemap.xml").text
    assert f"/sv{address(published)}<" in sitemap
    assert f"/sv{address(editor)}<" in sitemap


@pytest.mark.long
def test_a_former_name_leads_to_the_page(client: FlaskClient, published: Person) -> None:
    for former in (f"anna-gift-{published.user_id}", f"Anna-Gift-{published.user_id}."):
        answer = client.get(f"/sv/people/{former}")
        assert (answer.status_code, answer.location) == (301, f"/sv{address(published)}"), former


@pytest.mark.parametrize("slug", ["anna", "0", "-1", "99999999999", "7-", "2147483647"])
def test_nobody_is_found_by_what_is_no_number(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/sv/people/{slug}").status_code == 404


def test_a_page_says_what_its_owner_wrote(
    app: Flask, client: FlaskClient, published: Person
) -> None:
    make_tag("ju", "university", label_sv="Jönköping University", number=6, app=app)
    log_in(client, published)
    assert client.post("/sv/account/profile", data=PROFILE).status_code == 303
    form = Page(client.get("/sv/account/profile")).one("main form")
    assert form.sent().to_dict() == {
        **form.sent().to_dict(),
        "university": "ju",
        "orcid": ORCID,
        "about": "Bryggor. Vatten.",
    }
    page = Page(app.test_client().get(f"/sv{address(published)}"))
    assert page.one(".lead").text == "Bryggor. Vatten."
    assert page.values("a[rel~=me]", "href") == [f"https://orcid.org/{ORCID}"]
    assert "/sv/universities/ju" in page.values("aside a", "href")
    described = page.one("script[type='application/ld+json']").value
    assert f'"sameAs": "https://orcid.org/{ORCID}"' in described
    assert '"@type": "ProfilePage"' in described


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"orcid": "0000-0002-1825-0079"}, "inget ORCID"),
        ({"about": "x" * 301}, "högst 300 tecken"),
        ({"about": "a\x07b"}, "inte är text"),
        ({"university": "okant"}, "Välj ett lärosäte"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(
    client: FlaskClient, author: Person, sent: dict[str, str], message: str
) -> None:
    log_in(client, author)
    answer = client.post("/sv/account/profile", data=sent)
    assert answer.status_code == 422
    assert message in answer.text


def test_who_has_published_nothing_decides(client: FlaskClient, app: Flask, author: Person) -> None:
    reader = app.test_client()
    make_article("Utkast", author, app=app)
    log_in(client, author)
    assert reader.get(f"/sv{address(author)}").status_code == 404
    own = client.get(f"/sv{address(author)}").text
    assert "Bara du ser den här sidan." in own
    assert "Utkast" not in own.partition("<main")[2]
    assert client.get(f"/sv{address(make_user(app=app))}").status_code == 404
    assert address(author) not in reader.get("/sitemap.xml").text
    client.post("/sv/account/profile", data={"has_page": "y"})
    assert "Bara du" not in reader.get(f"/sv{address(author)}").text
    assert address(author) in reader.get("/sitemap.xml").text
