"""Lists that are remembered show each viewer what they may see, and what there is now."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.fixtures.statements import statements
from wiki.articles.actions.archive import archive_article, unarchive_article

PAGES = ["articles/", "changes", "tags/broar", "universities/lund", "tags/"]


@pytest.fixture
def tags(app: Flask) -> tuple[int, int]:
    """Give a topic and a university."""
    return make_tag("broar", app=app), make_tag("lund", "university", app=app, number=1)


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("page", PAGES[:4])
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 0, 2, 3)])
def test_a_draft_is_listed_for_those_alone_who_may_see_it(
    app: Flask, author: Person, editor: Person, tags: tuple[int, int], page: str, order: tuple[int]
) -> None:
    put_on(make_article("Hemligt", author, app=app), *tags, app=app)
    put_on(make_article("Öppet", editor, app=app), *tags, app=app)
    people = [None, author, make_user("author", "Bo", app=app), editor]

    def shows(person: Person | None) -> tuple[bool, bool]:
        client = app.test_client()
        if person:
            log_in(client, person)
        text = client.get(f"/sv/{page}").text
        return "Hemligt" in text, "Öppet" in text

    for place in order * 2:
        may_see = people[place] in (author, editor)
        assert shows(people[place]) == (may_see, True), people[place]


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES[:4])
def test_a_list_shows_what_there_is_now(
    app: Flask, client: FlaskClient, editor: Person, tags: tuple[int, int], page: str
) -> None:
    def shows(title: str) -> bool:
        return title in client.get(f"/sv/{page}").text

    assert not shows("Bryggor")
    article = make_article("Bryggor", editor, app=app)
    put_on(article, *tags, app=app)
    assert shows("Bryggor")
    with app.test_request_context():
        archive_article(article, "", editor.viewer)
    assert not shows("Bryggor")
    with app.test_request_context():
        unarchive_article(article, editor.viewer)
    assert shows("Bryggor")


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("page", PAGES)
def test_more_articles_take_no_more_statements(
    app: Flask, client: FlaskClient, editor: Person, tags: tuple[int, int], page: str
) -> None:
    def count(numbers: range) -> int:
        for number in numbers:
            put_on(make_article(f"Bro {number}", editor, app=app), *tags, app=app)
        client.get(f"/sv/{page}")
        with statements(app) as found:
            assert client.get(f"/sv/{page}").status_code == 200
        return len(found)

    assert count(range(2)) == count(range(2, 8))
