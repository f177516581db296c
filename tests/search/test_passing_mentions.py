"""Texts that only mention what was asked are left out, one press away; too little is said to be."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_user
from tests.page import Page
from tests.search.pages import counts, titles
from wiki.accounts.models import Role
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.models import Translation
from wiki.db import db
from wiki.search.engine import search
from wiki.search.index.drainer import drain_now
from wiki.search.ranking.request import SearchRequest

FILLING = "Om annat står här mycket mer, och orden är många. " * 12
TEXTS = {
    "Odling": "Odling i staden. " * 6,
    "Skolträdgården": "Barnens odling. " * 5 + FILLING,
    "Bryggan": FILLING + "Där finns en odling.",
    "Torget": FILLING + "En odling nämns.",
    "Parken": FILLING + "Parken har en odling.",
}
MORE = "a:lexbor-contains('som bara nämner det')"


@pytest.fixture(autouse=True)
def articles(app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    for title, body in TEXTS.items():
        summary = "Om barns odling." if title == "Skolträdgården" else ""
        make_article(title, editor, summary=summary, body=body, app=app)
    drain_now(app)


def test_what_only_mentions_it_is_shown_at_one_press(client: FlaskClient) -> None:
    page = Page(client.get("/sv/search?q=odling"))
    assert page.one(".search-bar [role=status]").text == "2 träffar"
    more = page.one(MORE)
    assert more.text == "Visa 3 artiklar till som bara nämner det"
    wide = str(more["href"])
    assert set(titles(client, wide)) == set(TEXTS)
    back = Page(client.get(wide)).one("a:lexbor-contains('Visa bara det som svarar på frågan')")
    assert titles(client, str(back["href"])) == ["Odling", "Skolträdgården"]


@pytest.mark.long
@pytest.mark.parametrize("address", ["q=“odling”", "q=odling&exact=1", "q=odling&wide=1"])
def test_who_asks_for_the_word_itself_gets_every_text(client: FlaskClient, address: str) -> None:
    assert set(titles(client, f"/sv/search?{address}")) == set(TEXTS)


def test_facets_and_the_newest_first_count_what_is_shown(client: FlaskClient) -> None:
    address = "/sv/search?q=odling&sort=newest"
    assert set(titles(client, address)) == {"Skolträdgården", "Odling"}
    assert counts(client.get(address).text)["Svenska"] == 2


def test_a_part_of_the_question_is_said_to_be_no_answer(app: Flask, client: FlaskClient) -> None:
    address = "/sv/search?q=bygglov för odling"
    page = Page(client.get(address))
    assert "Ingen artikel handlar om det här." in page.one("main").text
    assert page.one(".tell-editors [name=q]")["value"] == "bygglov för odling"
    assert titles(client, address)[0] == "Odling"
    with app.app_context():
        results = search(SearchRequest("bygglov för odling"), ANONYMOUS, page_language="sv")
    assert (results.found, results.is_partial) == (0, True)
    assert "Ingen artikel handlar" not in client.get("/sv/search?q=odling").text


@pytest.mark.parametrize("question", ["kajen varvet", "varvet eller kajen", "Kajen, varvet"])
def test_a_text_whose_title_stands_in_the_question_is_never_left_out(
    app: Flask, client: FlaskClient, question: str
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    both = "Varvet vid kajen. "
    make_article("Varvet", editor, summary=both, body=both * 6, app=app)
    make_article("Kajen", editor, body=FILLING, app=app)
    for number in range(4):
        make_article(f"Bänk {number}", editor, body=FILLING + "Den står på kajen.", app=app)
    drain_now(app)
    assert titles(client, f"/sv/search?q={question}") == ["Varvet", "Kajen"]


@pytest.mark.long
def test_the_translation_of_a_hit_is_shown_whatever_it_holds(
    app: Flask, client: FlaskClient
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    en = make_article("Allotments", editor, body="Odling. " * 9, language="en", app=app)
    sv = make_article("Kolonilotter", editor, body=FILLING + "En odling.", app=app)
    with app.app_context():
        db.session.add(Translation(sv_id=sv, en_id=en))
        db.session.commit()
    drain_now(app)
    assert "Kolonilotter" in titles(client, "/sv/search?q=odling")


@pytest.mark.long
def test_what_holds_a_part_of_the_question_stands_one_press_away(
    app: Flask, client: FlaskClient
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    make_article("Grannen", editor, body="Lån av verktyg mellan grannar. " + FILLING, app=app)
    for number in range(5):
        make_article(f"Lån {number}", editor, body="Lån hos en bank. " + FILLING, app=app)
    drain_now(app)
    question = "/sv/search?q=låna verktyg av grannar"
    assert titles(client, question) == ["Grannen"]
    assert len(titles(client, f"{question}&wide=1")) == 6


@pytest.mark.long
def test_a_broad_question_has_as_many_pages_as_articles_that_answer_it(
    app: Flask, client: FlaskClient
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    for number in range(31):
        make_article(f"Bikupa {number}", editor, body="Bikupan ger honung. " * 3, app=app)
    drain_now(app)
    page = Page(client.get("/sv/search?q=bikupa"))
    assert page.one(".search-bar [role=status]").text == "31 träffar"
    assert len(titles(client, "/sv/search?q=bikupa&page=3")) == 10


@pytest.mark.long
def test_passing_mentions_are_left_out_behind_many_answers_too(
    app: Flask, client: FlaskClient
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    for number in range(25):
        body = "Bikupor i staden. " * 6
        make_article(f"Bikupor {number}", editor, summary="Om bikupor", body=body, app=app)
    for number in range(15):
        make_article(f"Park {number}", editor, body=FILLING + "En bikupa.", app=app)
    drain_now(app)
    page = Page(client.get("/sv/search?q=bikupor i staden"))
    assert page.one(".search-bar [role=status]").text == "25 träffar"
    assert all("Bikupor" in title for title in titles(client, "/sv/search?q=bikupor&sort=newest"))
