"""Rename, move, retire and split a topic over HTTP: shown first, done as shown, undone."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article, make_tag, put_on
from tests.page import Page

PAGES = ("rename", "move", "retire", "split")


@pytest.fixture
def topics(app: Flask, editor: Person) -> dict[str, int]:
    """Care with home help below it and an article on each; meals beside them."""
    care = make_tag("care", app=app, label_sv="Omsorg", label_en="Care", synonyms_sv=("vård",))
    home = make_tag("home", app=app, label_sv="Hemtjänst", label_en="Home help", parent_id=care)
    food = make_tag("food", app=app, label_sv="Måltid", label_en="Meals")
    for title, tag_id in (("Om vård", care), ("I hemmet", home)):
        put_on(make_article(title, editor, app=app), tag_id, app=app)
    return {"care": care, "home": home, "food": food}


def press(client: FlaskClient, url: str, intent: str, page: str = "", **changes: Any) -> str:
    """Press a button of the form on `page`, or of the form at `url`; follow to where it leads."""
    form = Page(page or client.get(url).text).one("form.term-form").sent()
    data = {**form.to_dict(flat=False), **changes, "intent": intent}
    return client.post(url, data=data, follow_redirects=True).text


def undo(client: FlaskClient, page: str) -> str:
    form = Page(page).one(".notice form")
    return client.post(form["action"], data=form.sent(), follow_redirects=True).text


def test_a_rename_shows_what_it_does_to_search_and_addresses(
    editing: FlaskClient, client: FlaskClient, topics: dict[str, int]
) -> None:
    url = "/sv/tags/care/rename"
    words: dict[str, Any] = {
        "label_sv": "Stöd",
        "label_en": "Support",
        "slug": "support",
        "keeps_words": [],
    }
    shown = press(editing, url, "show", **words)
    for said in ("med de här orden: <span", "Omsorg", "/tags/care", "/tags/support", "Om vård"):
        assert said in shown
    assert client.get("/sv/tags/support").status_code == 404
    done = press(editing, url, "do", shown)
    assert "Ämnet heter nu ”Stöd”." in done
    assert client.get("/sv/tags/care").headers["Location"].endswith("/tags/support")
    assert "Det är ångrat." in undo(editing, done)
    assert client.get("/sv/tags/care").status_code == 200
    assert client.get("/sv/tags/support").status_code == 404


def test_former_labels_stay_as_synonyms(
    editing: FlaskClient, client: FlaskClient, topics: dict[str, int]
) -> None:
    url = "/sv/tags/care/rename"
    shown = press(editing, url, "show", label_sv="Stöd")
    assert "också med de här orden" in shown
    assert "inte längre" not in shown
    press(editing, url, "do", shown)
    assert "vård, Omsorg" in client.get("/sv/tags/care").text


@pytest.mark.long
def test_a_move_shows_both_places_and_what_moves_along(
    editing: FlaskClient, client: FlaskClient, topics: dict[str, int]
) -> None:
    url = "/sv/tags/care/move"
    shown = press(editing, url, "show", parent_id=str(topics["food"]))
    for said in ("Måltid › <strong>Omsorg", "Hemtjänst", "2 artiklar berörs", "I hemmet"):
        assert said in shown
    done = press(editing, url, "do", shown)
    assert "Omsorg" in Page(client.get("/sv/tags/food").text).one("p.synonyms").own_text or done
    undo(editing, done)
    assert not Page(client.get("/sv/tags/food").text).all("p.synonyms")


@pytest.mark.parametrize("below", ["care", "home"])
def test_a_circle_is_refused_with_the_reason(
    editing: FlaskClient, topics: dict[str, int], below: str
) -> None:
    page = press(editing, "/sv/tags/care/move", "show", parent_id=str(topics[below]))
    assert "trädet skulle bli en cirkel" in page
    assert "Vad som ändras" not in page


@pytest.mark.long
def test_a_retired_topic_is_offered_no_more(
    editing: FlaskClient, client: FlaskClient, topics: dict[str, int]
) -> None:
    url = "/sv/tags/care/retire"
    shown = editing.get(url).text
    assert "Hemtjänst" in shown
    done = press(editing, url, "do")
    assert "”Omsorg” är taget ur bruk." in done
    assert "Omsorg" not in Page(client.get("/sv/tags/").text).one(".topic-tree").value
    assert "Hemtjänst" in client.get("/sv/tags/").text
    assert "Ämnet är taget ur bruk" in client.get("/sv/tags/care").text
    offered = Page(editing.get("/sv/articles/i-hemmet/tags").text).texts(".tag-choices label")
    assert "Omsorg" not in offered
    assert "Hemtjänst" in offered
    # The article that has it keeps it, and its box.
    kept = Page(editing.get("/sv/articles/om-vard/tags").text).texts(".tag-choices label")
    assert "Omsorg" in kept
    assert "tagen" not in press(editing, url, "do")  # used again
    assert "Omsorg" in Page(client.get("/sv/tags/").text).one(".topic-tree").value


@pytest.mark.parametrize("page", ["retire", "split", "merge?target=food"])
def test_the_two_articles_of_a_pair_are_told_apart_by_their_language(
    app: Flask, editing: FlaskClient, editor: Person, topics: dict[str, int], page: str
) -> None:
    for language in ("sv", "en"):
        article_id = make_article("Matmissionen", editor, language=language, app=app)
        put_on(article_id, topics["care"], app=app)
    text = Page(editing.get(f"/sv/tags/care/{page}")).text
    assert text.count("Matmissionen") == 2
    assert text.count("Matmissionen På engelska") == 1
    assert "På svenska" not in text


@pytest.mark.long
def test_a_split_makes_a_topic_of_chosen_articles_and_words(
    editing: FlaskClient, client: FlaskClient, topics: dict[str, int]
) -> None:
    url = "/sv/tags/care/split"
    empty: dict[str, Any] = {"label_sv": "Vård", "label_en": "Nursing"}
    assert "Välj minst en artikel" in press(editing, url, "show", **empty)
    box = Page(editing.get(url).text).one("input[name=articles]")["value"]
    shown = press(editing, url, "show", **empty, articles=[box], words=["sv:vård"])
    assert "En artikel berörs" in shown
    done = press(editing, url, "do", shown)
    assert "Om vård" in client.get("/sv/tags/nursing").text
    assert "Om vård" not in client.get("/sv/tags/care").text
    undo(editing, done)
    assert client.get("/sv/tags/nursing").status_code == 404
    assert "Om vård" in client.get("/sv/tags/care").text


def test_what_was_not_shown_is_not_done(
    editing: FlaskClient, client: FlaskClient, topics: dict[str, int]
) -> None:
    url = "/sv/tags/care/rename"
    shown = press(editing, url, "show", label_sv="Stöd")
    other = press(editing, url, "do", shown, label_sv="Annat")
    assert "Det här är inte det som visades senast." in other
    assert "Omsorg" in client.get("/sv/tags/care").text
    # Somebody else changes the topic after it was shown.
    press(
        editing,
        "/sv/tags/care/move",
        "do",
        press(editing, "/sv/tags/care/move", "show", parent_id=str(topics["food"])),
    )
    form = Page(shown).one("form.term-form").sent()
    assert editing.post(url, data={**form.to_dict(), "intent": "do"}).status_code == 409


@pytest.mark.parametrize("page", PAGES)
def test_universities_and_goals_have_no_such_pages(
    app: Flask, editing: FlaskClient, page: str
) -> None:
    make_tag("sdg-1", "sdg", app=app)
    assert editing.get(f"/sv/tags/sdg-1/{page}").status_code == 404
