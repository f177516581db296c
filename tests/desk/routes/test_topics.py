"""The editors' page of the topics: the tree with counts, a filter, and what was done last."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article, make_tag, put_on
from tests.page import Page

URL = "/sv/desk/topics"


@pytest.fixture
def topics(app: Flask, editor: Person) -> dict[str, int]:
    care = make_tag("care", app=app, label_sv="Omsorg", label_en="Care", synonyms_en=("nursing",))
    home = make_tag("home", app=app, label_sv="Hemtjänst", label_en="Home help", parent_id=care)
    food = make_tag("food", app=app, label_sv="Måltid", label_en="Meals", near_sv=("kost",))
    put_on(make_article("Om vård", editor, app=app), care, app=app)
    put_on(make_article("On care", editor, language="en", app=app), care, app=app)
    return {"care": care, "home": home, "food": food}


def lines(page: str) -> list[str]:
    return Page(page).texts("[data-tree] tbody tr")


def test_topics_stand_in_their_tree_with_their_counts(
    editing: FlaskClient, topics: dict[str, int]
) -> None:
    shown = lines(editing.get(URL).text)
    assert [line.split(" Flytta")[0] for line in shown] == [
        "Måltid Meals 0",
        "Omsorg Care 2",
        "Nivå 2: Hemtjänst Home help 0",
    ]


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hem", ["Omsorg", "Hemtjänst"]),
        ("MEALS", ["Måltid"]),
        ("nursing", ["Omsorg"]),
        ("kost", ["Måltid"]),
        ("saknas", []),
        ("%", []),
    ],
)
def test_words_find_topics_and_what_is_above_them(
    editing: FlaskClient, topics: dict[str, int], words: str, found: list[str]
) -> None:
    page = editing.get(URL, query_string={"q": words}).text
    assert Page(page).texts("[data-tree] tbody th a") == found
    assert ("Inget ämne innehåller de här orden" in page) == (not found)


def test_without_topics_one_can_be_added(editing: FlaskClient) -> None:
    page = editing.get(URL).text
    assert "Det finns inga ämnen än." in page
    assert Page(page).all(".empty-state a[href$='/tags/new'], a[href$='/tags/new']")


@pytest.mark.long
def test_what_was_done_last_is_undone_there(
    editing: FlaskClient, client: FlaskClient, topics: dict[str, int]
) -> None:
    form = Page(editing.get("/sv/tags/food/move").text).one("form.term-form").sent()
    data = {**form.to_dict(), "parent_id": str(topics["care"])}
    shown = editing.post("/sv/tags/food/move", data={**data, "intent": "show"}).text
    sent = Page(shown).one("form.term-form").sent()
    editing.post("/sv/tags/food/move", data={**sent.to_dict(), "intent": "do"})
    page = editing.get(URL).text
    assert "Nivå 2: Måltid" in lines(page)[-1]
    undo = Page(page).one("section form[action*='restorations']")
    editing.post(undo["action"], data=undo.sent())
    assert "Nivå" not in lines(editing.get(URL).text)[0]
    assert client.get("/sv/tags/food").status_code == 200


def test_the_form_of_the_script_leads_to_the_page_that_shows_what_changes(
    editing: FlaskClient, topics: dict[str, int]
) -> None:
    form = Page(editing.get(URL).text).one("form[data-tree-move]").sent()
    data = {**form.to_dict(), "parent_id": str(topics["food"])}
    answer = editing.post("/sv/tags/care/move", data=data)
    assert answer.status_code == 200
    assert "Måltid › <strong>Omsorg" in answer.text
    assert "Nivå 3" not in editing.get(URL).text
