"""An article and its translation are shown as one hit, and both are counted."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_user
from tests.page import Page
from tests.search.pages import also_searched, titles
from wiki.accounts.models import Role
from wiki.articles.models import Translation
from wiki.db import db
from wiki.search.index.drainer import drain_now


@pytest.fixture(autouse=True)
def pair(app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    body = "Odling growing."
    english = make_article("Growing together", editor, language="en", body=body * 9, app=app)
    swedish = make_article("Odling i staden", editor, body=body, app=app)
    make_article("Odling på taket", editor, body=body, app=app)
    with app.app_context():
        db.session.add(Translation(sv_id=swedish, en_id=english))
        db.session.commit()
    drain_now(app)


@pytest.mark.long
@pytest.mark.parametrize(
    ("address", "first", "line"),
    [
        ("/sv/search?q=growing", "Odling i staden", "Också på engelska:"),
        ("/en/search?q=growing", "Growing together", "Also in Swedish:"),
        # A reader who types a title gets the article with that title.
        ("/sv/search?q=growing+together", "Growing together", "Också på svenska:"),
    ],
)
def test_one_hit_shows_both_and_both_are_counted(
    client: FlaskClient, address: str, first: str, line: str
) -> None:
    text = client.get(address).text
    assert titles(client, address)[0] == first
    assert len(titles(client, address)) == 2
    assert line in text
    assert "Growing together" in text
    assert "Odling i staden" in text
    assert any(words.startswith("3 ") for words in Page(text).texts("[role=status]"))


@pytest.mark.long
def test_a_page_has_ten_groups_though_each_holds_two_hits(app: Flask, client: FlaskClient) -> None:
    editor = make_user(Role.EDITOR, app=app)
    made = {
        language: [
            make_article(f"Bryggor {number}", editor, language=language, body=body, app=app)
            for number in range(12)
        ]
        for language, body in (("sv", "Gångbroar."), ("en", "Gångbroar. " * 9))
    }
    with app.app_context():
        pairs = zip(made["sv"], made["en"], strict=True)
        db.session.add_all(Translation(sv_id=sv_id, en_id=en_id) for sv_id, en_id in pairs)
        db.session.commit()
    drain_now(app)
    pages = [Page(client.get(f"/sv/search?q=gångbroar&page={number}")) for number in (1, 2)]
    assert all("24 träffar" in page.text for page in pages)
    assert [page.text.count("Också på engelska:") for page in pages] == [10, 2]
    shown = [page.values(".item-title > a", "href") for page in pages]
    assert len({*shown[0], *shown[1]}) == 12
    assert not [link for link in pages[0].values("a[href]", "href") if "page=3" in link]


def test_what_only_the_translation_holds_is_also_searched(app: Flask, client: FlaskClient) -> None:
    editor = make_user(Role.EDITOR, app=app)
    swedish = make_article("Svenska", editor, body="En gärdsgård.", app=app)
    english = make_article("English", editor, language="en", body="A fenceline.", app=app)
    with app.app_context():
        db.session.add(Translation(sv_id=swedish, en_id=english))
        db.session.commit()
    drain_now(app)
    assert titles(client, "/sv/search?q=gärdsgård+fencelime") == ["Svenska"]
    assert "fenceline" in also_searched(client.get("/sv/search?q=gärdsgård+fencelime"))


def test_a_translation_that_is_no_hit_is_not_shown(client: FlaskClient) -> None:
    text = client.get("/sv/search?q=odling&language=sv").text
    assert "Odling i staden" in text
    assert "Också på engelska" not in text
