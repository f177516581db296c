"""The pages of the desk ask the database as often for many rows as for few, and count exactly."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, put_on
from tests.fixtures.application import TESTING
from tests.fixtures.statements import statements
from tests.page import Page
from wiki.app import create_app
from wiki.articles.actions.archive import archive_article, unarchive_article
from wiki.articles.actions.tags import tag_articles, untag_articles
from wiki.db import db

PAGES = [
    "",
    "proposals",
    "tips",
    "without/topic",
    "without/university",
    "due",
    "translations",
    "searches",
    "searches/answer",
    "suggested",
    "wanted",
    "unlinked",
    "advice",
    "published",
    "archived",
    "templates",
    "topics",
    "vocabulary",
]
MOST_STATEMENTS = 9


def _fill(app: Flask, author: Person, editor: Person, numbers: range) -> None:
    for number in numbers:
        text = f"Se [[Saknad {number}]]."
        make_article(f"Utkast {number}", author, app=app, body=text)
        make_article(f"Publicerad {number}", editor, app=app, body=text)
        archived = make_article(f"Arkiverad {number}", editor, app=app)
        with app.test_request_context():
            archive_article(archived, "", editor.viewer)
        make_tag(f"amne-{number}", app=app)


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("page", PAGES)
def test_more_rows_take_no_more_statements(
    app: Flask, editing: FlaskClient, author: Person, editor: Person, page: str
) -> None:
    def count() -> int:
        editing.get(f"/sv/desk/{page}")
        with statements(app) as found:
            assert editing.get(f"/sv/desk/{page}").status_code == 200
        return len(found)

    _fill(app, author, editor, range(2))
    few = count()
    _fill(app, author, editor, range(2, 8))
    assert count() == few <= MOST_STATEMENTS


def menu_of(client: FlaskClient) -> dict[str, int]:
    """Return the counts of the menu, by the last part of their addresses."""
    links = Page(client.get("/sv/desk/templates")).all(".subnav a:has(.count)")
    return {
        link["href"].removeprefix("/sv/desk/"): int(link.one(".count").text)
        for link in links
        if link["href"].startswith("/sv/desk/")
    }


@pytest.fixture
def elsewhere(
    app: Flask, database_url: str, tmp_path: Path, editor: Person
) -> Iterator[FlaskClient]:
    """Give a browser of the editor's at another process of the same wiki."""
    other = create_app({**TESTING, "DATABASE_URL": database_url}, instance=tmp_path / "other")
    client = other.test_client()
    log_in(client, editor)
    yield client
    other.extensions["sandbox"].close()
    with other.app_context():
        db.engine.dispose()


@pytest.mark.long
def test_the_menu_is_right_after_each_deed_in_every_process(
    app: Flask, editing: FlaskClient, elsewhere: FlaskClient, editor: Person
) -> None:
    def menu() -> dict[str, int]:
        here, there = menu_of(editing), menu_of(elsewhere)
        assert here == there
        return here

    before = menu()
    assert len(before) == 12
    article = make_article("Samskapande", editor, app=app, body="Se [[Saknad]].")
    published = {"without/topic": 1, "without/university": 1, "wanted": 1, "unlinked": 1}
    assert menu() == {**before, **published}

    topic = make_tag("samverkan", app=app)
    tagged = {**menu(), "without/topic": 0}
    with app.test_request_context():
        came = tag_articles([article], [topic], editor.viewer)
    assert {**menu(), "vocabulary": tagged["vocabulary"]} == tagged
    with app.test_request_context():
        untag_articles(came, editor.viewer)
    assert menu()["without/topic"] == 1

    with app.test_request_context():
        archive_article(article, "", editor.viewer)
    gone = menu()
    assert (gone["archived"], gone["unlinked"], gone["without/university"]) == (1, 0, 0)
    with app.test_request_context():
        unarchive_article(article, editor.viewer)
    put_on(article, topic, app=app)
    back = menu()
    assert (back["archived"], back["unlinked"], back["without/topic"]) == (0, 1, 0)


@pytest.mark.long
def test_a_list_is_right_after_each_deed(app: Flask, editing: FlaskClient, editor: Person) -> None:
    """The order of the ids is remembered: another title must change it, and another deed too."""

    def titles(page: str) -> list[str]:
        return Page(editing.get(f"/sv/desk/{page}")).texts("main th a[href^='/sv/articles/']")

    first = make_article("Bryggor", editor, app=app)
    assert titles("without/topic") == titles("unlinked") == ["Bryggor"]
    make_article("Ateljéer", editor, app=app)
    for page in ("without/topic", "unlinked"):
        assert titles(page) == ["Ateljéer", "Bryggor"], page
    with app.test_request_context():
        tag_articles([first], [make_tag("broar")], editor.viewer)
    assert titles("without/topic") == ["Ateljéer"]
    assert titles("published") == ["Ateljéer", "Bryggor"]
    with app.test_request_context():
        archive_article(first, "", editor.viewer)
    assert titles("published") == titles("unlinked") == ["Ateljéer"]
    assert titles("archived") == ["Bryggor"]


def test_the_titles_for_a_search_are_right_after_each_deed(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    def is_offered() -> bool:
        page = editing.get("/sv/desk/searches/answer?of=sv&q=broar").text
        return '<option value="Bryggor">' in page

    assert not is_offered()
    article = make_article("Bryggor", editor, app=app)
    assert is_offered()
    with app.test_request_context():
        archive_article(article, "", editor.viewer)
    assert not is_offered()
