"""Lists say who wrote an article and when it was published."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.page import Page
from wiki.articles.actions.save import save_article
from wiki.articles.text import check_text
from wiki.clock import now

LISTS = ("/sv/", "/sv/articles/", "/sv/tags/bryggor", "/sv/universities/umea-university")


def bylines(client: FlaskClient, address: str) -> list[str]:
    """Return what a list says of who and when, without breaks."""
    found = Page(client.get(address)).texts(".item-byline")
    return [re.sub(r"\s+", " ", text).strip() for text in found]


def write(app: Flask, made: int, number: int, who: Person, *, publish: bool) -> None:
    """Save another text of an article."""
    with app.app_context():
        words = " ".join(f"{who.name}{number}ord{count}" for count in range(20))
        text = check_text("concept", "Bryggor", "", f"Text {words}.", {})
        save_article(made, text, number, who.viewer, publish=publish)


@pytest.mark.long
def test_every_list_names_the_authors_of_what_readers_see(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    made = make_article("Bryggor", editor, body="Text.", app=app)
    put_on(made, make_tag("bryggor", app=app), app=app)
    put_on(made, make_tag("umea-university", "university", app=app, number=1), app=app)
    ones = [make_user("author", name, app=app) for name in ("Asta Ek", "Bo Al", "Cia Lind")]
    write(app, made, 1, ones[0], publish=False)
    write(app, made, 2, editor, publish=True)
    write(app, made, 3, ones[1], publish=False)  # a draft: readers do not see it
    with app.test_request_context("/sv/"):
        day = str(now().year)
    for address in LISTS:
        (line,) = bylines(client, address)
        assert line.startswith(f"{editor.name}, Asta Ek "), address
        assert line.endswith(day), address
        assert "Bo Al" not in line
    write(app, made, 4, editor, publish=True)
    write(app, made, 5, ones[2], publish=False)
    write(app, made, 6, editor, publish=True)
    (line,) = bylines(client, "/sv/articles/")
    assert line.startswith(f"{editor.name}, Asta Ek och 2 till")


def test_a_draft_has_an_author_and_no_day(app: Flask, client: FlaskClient) -> None:
    author = make_user("author", "Asta Ek", app=app)
    make_article("Bryggor", author, body="Text.", app=app)
    assert bylines(client, "/sv/articles/") == []
    log_in(client, author)
    assert bylines(client, "/sv/articles/") == ["Asta Ek"]
