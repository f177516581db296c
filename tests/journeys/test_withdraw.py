"""Take publications back with one press, and take that back too."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.articles.models import Article, Link
from wiki.audit.models import AuditEntry
from wiki.db import db

ADDRESS = "/sv/articles/bryggor"


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    return app.test_client()


def publish(client: FlaskClient, base: int, title: str = "Bryggor", body: str = "Andra.") -> str:
    sent = {"title": title, "body": body, "base": str(base), "intent": "publish"}
    return client.post(f"{ADDRESS}/edit", data=sent, follow_redirects=True).text


def press(client: FlaskClient, page: str, words: str) -> str:
    """Press the button with these words, and return the next page."""
    for form in Page(page).all("form[method=post]"):
        if any(button.text == words for button in form.all("button")):
            return client.post(form["action"], data=form.sent(), follow_redirects=True).text
    raise AssertionError(f"no button {words}")


def prose(client: FlaskClient, address: str) -> str:
    """Return the HTML of an article's text."""
    return client.get(address).text.partition("data-prose")[2].partition("colophon")[0]


def state(app: Flask) -> tuple[object, ...]:
    with app.app_context():
        article = db.session.scalars(select(Article).order_by(Article.id)).first()
        assert article is not None
        return (
            article.slug,
            article.published_id,
            article.published_at,
            article.first_published_at,
            article.published and article.published.published_at,
        )


@pytest.mark.long
def test_the_version_before_is_shown_again(
    app: Flask, editing: FlaskClient, reader: FlaskClient, editor: Person
) -> None:
    make_article("Bryggor", editor, body="Första.", app=app)
    first = state(app)
    publish(editing, 1)
    second = state(app)
    page = press(editing, editing.get(ADDRESS).text, "Ta tillbaka publiceringen")
    assert "Läsarna ser version 1 igen." in page
    assert state(app) == first
    assert "Första." in reader.get(ADDRESS).text
    assert reader.get(f"{ADDRESS}/revisions/2").status_code == 404
    assert "Andra." in editing.get(f"{ADDRESS}/revisions/2").text
    assert "Bryggor" in Page(editing.get("/sv/desk/")).one("main table").text
    assert "Läsarna ser version 2 igen." in press(editing, page, "Ångra")
    assert state(app) == second
    assert "Andra." in reader.get(ADDRESS).text
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert entries[-2:] == ["withdraw", "publish_again"]


@pytest.mark.long
def test_what_was_never_public_before_is_a_draft_again(
    app: Flask, editing: FlaskClient, reader: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Bryggor", author, body="Första.", app=app)
    make_article("Kajer", editor, body="Se [[Bryggor]].", app=app)
    page = editing.post(f"{ADDRESS}/publication", data={"number": "1"}, follow_redirects=True).text
    assert 'href="/sv/articles/bryggor"' in prose(reader, "/sv/articles/kajer")
    page = press(editing, page, "Ångra")
    assert "Artikeln är ett utkast igen. Läsarna ser den inte." in page
    answer = reader.get(ADDRESS)
    assert answer.status_code == 404
    assert "är den inte publicerad än" in answer.text
    assert "missing" in prose(reader, "/sv/articles/kajer")
    for listing in ("/sv/articles/", "/sv/changes", "/sitemap.xml", "/sv/feeds/articles.xml"):
        found = reader.get(listing).text
        assert "ryggor" not in found.replace("Se Bryggor", ""), listing
    assert "Läsarna ser version 1 igen." in press(editing, page, "Ångra")
    assert "Första." in reader.get(ADDRESS).text
    assert "missing" not in prose(reader, "/sv/articles/kajer")


@pytest.mark.long
def test_both_addresses_of_a_renamed_article_lead_to_it(
    app: Flask, editing: FlaskClient, reader: FlaskClient, editor: Person
) -> None:
    make_article("Bryggor", editor, body="Första.", app=app)
    make_article("Hamnar", editor, body="Se [[Bryggor]].", app=app)
    publish(editing, 1, title="Kajer")
    press(editing, editing.get("/sv/articles/kajer").text, "Ta tillbaka publiceringen")
    assert Page(reader.get(ADDRESS)).one("h1").text == "Bryggor"
    assert reader.get("/sv/articles/kajer").headers["Location"].endswith(ADDRESS)
    assert "missing" not in prose(reader, "/sv/articles/hamnar")


def test_links_of_the_text_that_is_shown_count(
    app: Flask, editing: FlaskClient, reader: FlaskClient, editor: Person
) -> None:
    make_article("Bryggor", editor, body="Se [[Kajer]].", app=app)
    publish(editing, 1, body="Se [[Hamnar]].")
    make_article("Kajer", editor, body="Om kajer.", app=app)
    press(editing, editing.get(ADDRESS).text, "Ta tillbaka publiceringen")
    text = prose(reader, ADDRESS)
    assert 'href="/sv/articles/kajer"' in text
    assert "missing" not in text  # Kajer was written after this text was rendered
    with app.app_context():
        links = db.session.scalars(select(Link).order_by(Link.target_slug)).all()
        shown = [(link.target_slug, link.in_head, link.in_published) for link in links]
    assert shown == [("hamnar", True, False), ("kajer", False, True)]


@pytest.mark.long
def test_several_publications_are_taken_back_one_by_one(
    app: Flask, editing: FlaskClient, reader: FlaskClient, editor: Person
) -> None:
    make_article("Bryggor", editor, body="Text 1.", app=app)
    for base in (1, 2, 3):
        publish(editing, base, body=f"Text {base + 1}.")
    for shown in (3, 2, 1):
        press(editing, editing.get(ADDRESS).text, "Ta tillbaka publiceringen")
        assert f"Text {shown}." in reader.get(ADDRESS).text
    press(editing, editing.get(ADDRESS).text, "Ta tillbaka publiceringen")
    assert reader.get(ADDRESS).status_code == 404


@pytest.mark.long
def test_a_newer_draft_stays(
    app: Flask, editing: FlaskClient, reader: FlaskClient, editor: Person
) -> None:
    make_article("Bryggor", editor, body="Första.", app=app)
    publish(editing, 1)
    draft = {"title": "Bryggor", "body": "Utkastet.", "base": "2", "intent": "save"}
    editing.post(f"{ADDRESS}/edit", data=draft)
    page = press(editing, editing.get(ADDRESS).text, "Ta tillbaka publiceringen")
    assert "Första." in reader.get(ADDRESS).text
    press(editing, page, "Ångra")
    assert "Andra." in reader.get(ADDRESS).text
    assert "Utkastet." in editing.get(f"{ADDRESS}/edit").text


@pytest.mark.long
def test_what_others_published_meanwhile_is_not_taken_back(
    app: Flask, editing: FlaskClient, reader: FlaskClient, editor: Person
) -> None:
    make_article("Bryggor", editor, body="Första.", app=app)
    page = editing.get(ADDRESS).text
    publish(editing, 1)
    answer = press(editing, page, "Ta tillbaka publiceringen")
    assert "Läsarna ser en annan version nu." in answer
    assert "Andra." in reader.get(ADDRESS).text
    page = press(editing, editing.get(ADDRESS).text, "Ta tillbaka publiceringen")
    publish(editing, 2, body="Tredje.")
    assert "Läsarna ser en annan version nu." in press(editing, page, "Ångra")
    assert "Tredje." in reader.get(ADDRESS).text


def test_a_hidden_version_is_not_shown_again(
    app: Flask, editing: FlaskClient, reader: FlaskClient, editor: Person
) -> None:
    make_article("Bryggor", editor, body="Första.", app=app)
    publish(editing, 1)
    log_in(editing, make_user("admin", app=app))
    editing.post(f"{ADDRESS}/revisions/1/hide", data={"reason": "Fel"})
    press(editing, editing.get(ADDRESS).text, "Ta tillbaka publiceringen")
    assert reader.get(ADDRESS).status_code == 404


@pytest.mark.long
def test_an_event_leaves_the_calendar_and_comes_back(
    app: Flask, editing: FlaskClient, reader: FlaskClient, editor: Person
) -> None:
    facts = {"starts_at": "2030-05-01T10:00", "timezone": "Europe/Stockholm"}
    make_article("Bryggor", editor, kind="event", facts=facts, body="Text.", app=app)
    assert "Bryggor" in reader.get("/sv/events/").text
    page = press(editing, editing.get(ADDRESS).text, "Ta tillbaka publiceringen")
    assert "Bryggor" not in reader.get("/sv/events/").text
    press(editing, page, "Ångra")
    assert "Bryggor" in reader.get("/sv/events/").text


def test_only_editors_take_publications_back(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Bryggor", editor, body="Första.", app=app)
    log_in(client, author)
    assert "Ta tillbaka publiceringen" not in client.get(ADDRESS).text
    for address in ("withdrawal", "withdrawal/undo"):
        assert client.post(f"{ADDRESS}/{address}", data={"number": "1"}).status_code == 403


@pytest.mark.long
def test_an_article_with_earlier_versions_is_unpublished_and_all_comes_back(
    app: Flask, editing: FlaskClient, reader: FlaskClient, editor: Person
) -> None:
    make_article("Bryggor", editor, body="Första.", app=app)
    publish(editing, 1)
    before = state(app)
    page = press(editing, editing.get(ADDRESS).text, "Avpublicera")
    assert "Artikeln är ett utkast igen. Läsarna ser den inte." in page
    assert reader.get(ADDRESS).status_code == 404
    assert "Läsarna ser version 2 igen." in press(editing, page, "Ångra")
    assert state(app) == before
    assert "Andra." in reader.get(ADDRESS).text


@pytest.mark.long
def test_the_desk_takes_publications_back(
    app: Flask, editing: FlaskClient, reader: FlaskClient, editor: Person
) -> None:
    make_article("Kajer", editor, body="Kajer.", app=app)
    make_article("Bryggor", editor, body="Första.", app=app)
    assert all(words not in reader.get(ADDRESS).text for words in ("Avpublicera", "Ta tillbaka"))
    assert "Avpublicera" not in editing.get(ADDRESS).text  # there is no version before
    listed = Page(editing.get("/sv/desk/published")).texts("tbody th")
    assert listed == ["Bryggor", "Kajer"]
    page = press(editing, editing.get("/sv/desk/published").text, "Ta tillbaka publiceringen")
    assert Page(page).texts("tbody th") == ["Kajer"]
    assert reader.get(ADDRESS).status_code == 404
    press(editing, page, "Ångra")
    assert "Första." in reader.get(ADDRESS).text
