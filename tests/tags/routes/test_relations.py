"""Relate topics, note what belongs to them, and what is searched together, over HTTP."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.page import Page
from tests.tags.pages import read_form
from wiki.search.index.drainer import drain_now
from wiki.tags.terms import Term


@pytest.fixture
def topics(app: Flask) -> dict[str, int]:
    """A topic with one below it, and one beside them."""
    care = make_tag("care", app=app, label_sv="Omsorg", label_en="Care")
    home = make_tag("home", app=app, label_sv="Hemtjänst", label_en="Home help", parent_id=care)
    food = make_tag("food", app=app, label_sv="Måltid", label_en="Meals")
    return {"care": care, "home": home, "food": food}


def save(client: FlaskClient, slug: str, **changes: str) -> tuple[int, str]:
    url = f"/sv/tags/{slug}/edit"
    answer = client.post(url, data=read_form(client.get(url).text, url) | changes)
    return answer.status_code, answer.text


def facts_of(client: FlaskClient, slug: str) -> str:
    return " | ".join(Page(client.get(f"/sv/tags/{slug}")).texts("p.synonyms"))


def test_related_topics_show_on_both_pages(
    editing: FlaskClient, client: FlaskClient, topics: dict[str, int]
) -> None:
    assert save(editing, "food", related="Hemtjänst")[0] == 303
    assert "Besläktade ämnen: Hemtjänst" in facts_of(client, "food")
    assert "Besläktade ämnen: Måltid" in facts_of(client, "home")
    assert save(editing, "home", related="")[0] == 303
    assert "Besläktade" not in facts_of(client, "food")


@pytest.mark.long
@pytest.mark.parametrize(
    ("slug", "related", "reason"),
    [
        ("home", "Omsorg", "”Omsorg” ligger över eller under ämnet"),
        ("care", "home", "”Hemtjänst” ligger över eller under ämnet"),
        ("care", "Omsorg", "”Omsorg” ligger över eller under ämnet"),
        ("care", "Okänt", "”Okänt” är inget ämne."),
        ("care", "\n".join(f"t{n}" for n in range(21)), "Skriv högst 20 ämnen."),
        ("care", "x" * 1001, "Använd högst 100 tecken per rad."),
    ],
)
def test_a_relation_that_says_nothing_is_refused(
    editing: FlaskClient, topics: dict[str, int], slug: str, related: str, reason: str
) -> None:
    status, page = save(editing, slug, related=related)
    assert status == 422
    assert reason in page
    assert related in page


def test_a_place_below_a_related_topic_is_refused(
    editing: FlaskClient, topics: dict[str, int]
) -> None:
    # Home help is below care, so that care would come below what home help is related to.
    save(editing, "food", related="Hemtjänst")
    status, page = save(editing, "care", parent_id=str(topics["food"]))
    assert status == 422
    assert "ligger över eller under ämnet" in page


def test_whoever_has_the_form_of_the_other_open_is_told(
    editing: FlaskClient, topics: dict[str, int]
) -> None:
    url = "/sv/tags/home/edit"
    older = read_form(editing.get(url).text, url)
    save(editing, "food", related="Hemtjänst")
    refused = editing.post(url, data=older | {"description_sv": "Nytt."})
    assert refused.status_code == 409
    assert "Måltid" in refused.text


def test_what_is_searched_together_is_no_synonym(
    editing: FlaskClient, client: FlaskClient, topics: dict[str, int]
) -> None:
    words = {"synonyms_sv": "vård", "near_sv": "Vård\nanhöriga\nomsorg"}
    assert save(editing, "care", **words)[0] == 303
    facts = facts_of(client, "care")
    assert "Kallas också: vård" in facts
    assert "Söks tillsammans: anhöriga" in facts
    # A word can change its kind.
    assert save(editing, "care", synonyms_sv="anhöriga", near_sv="vård")[0] == 303
    assert "Kallas också: anhöriga | Söks tillsammans: vård" in facts_of(client, "care")


def test_search_finds_by_both_kinds_of_words(
    app: Flask, editing: FlaskClient, client: FlaskClient, editor: Person, topics: dict[str, int]
) -> None:
    tagged = make_article("Vem hjälper", editor, app=app, body="En text.")
    put_on(tagged, topics["care"], app=app)
    make_article("Om omsorg", editor, app=app, body="Text om omsorg.")
    make_article("Något helt annat", editor, app=app, body="Okänt.")
    save(editing, "care", near_sv="anhöriga")
    drain_now(app)
    page = client.get("/sv/search?q=anhöriga").text
    assert "Vem hjälper" in page
    assert "Om omsorg" in page
    assert "Något helt annat" not in page


def test_those_who_tag_read_what_belongs_to_a_topic(
    app: Flask, editing: FlaskClient, client: FlaskClient, editor: Person, topics: dict[str, int]
) -> None:
    save(editing, "care", scope_note_sv="Inte sjukvård.")
    make_article("En text", editor, app=app)
    assert "Inte sjukvård." in editing.get("/sv/articles/en-text/tags").text
    assert "Inte sjukvård." in editing.get("/sv/tags/care").text
    assert "Inte sjukvård." not in client.get("/sv/tags/care").text
    log_in(client, make_user("author", app=app))
    assert "Inte sjukvård." in client.get("/sv/articles/en-text/tags").text


def test_a_term_says_what_is_searched_with_it() -> None:
    term = Term("topic", "Omsorg", "Care", near_sv=("anhöriga",), near_en=("kin",))
    assert (term.near("sv"), term.near("en")) == (("anhöriga",), ("kin",))
