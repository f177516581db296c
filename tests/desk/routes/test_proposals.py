"""Decide about proposed topics on the desk over HTTP."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import Person, make_article, make_tag
from tests.fixtures.statements import statements
from wiki.db import db
from wiki.proposals.actions import propose_tags
from wiki.tags.models import ArticleTag, TagProposal

PAGE = "/sv/desk/proposals"
Propose = Callable[[str], int]


@pytest.fixture
def propose(app: Flask, author: Person) -> Propose:
    """Return a function that proposes a new topic for a new draft and returns the row's id."""

    def make(title: str) -> int:
        with app.test_request_context():
            article_id = make_article(title, author)
            propose_tags(article_id, {make_tag(title.lower())}, "Därför.", author.viewer)
            return max(db.session.scalars(select(TagProposal.id)))

    return make


def tagged(app: Flask) -> int:
    with app.app_context():
        return db.session.query(ArticleTag).count()


def test_the_queue_says_what_is_asked_and_the_menu_counts_it(
    editing: FlaskClient, propose: Propose
) -> None:
    assert "Inga ämnen är föreslagna" in editing.get(PAGE).text
    propose("Bryggor")
    page = editing.get(PAGE).text
    for words in ("Bryggor", "Anna Lind", "”Därför.”", "Utkast, inte publicerat", "Ett förslag"):
        assert words in page, words
    menu = editing.get("/sv/desk/").text.split("Föreslagna ämnen")[1]
    assert menu.split("</li>")[0].count(">1<") == 1


@pytest.mark.long
def test_one_or_several_are_decided_and_undone(
    app: Flask, editing: FlaskClient, propose: Propose
) -> None:
    first, *others = (propose(title) for title in ("Ett", "Fyra", "Tre"))
    editing.post(PAGE, data={"accept": first})
    assert "1 ämne är godkänt." in editing.get(PAGE).text
    done = editing.post(PAGE, data={"intent": "accept", "proposals": others})
    assert (done.status_code, done.location, tagged(app)) == (303, PAGE, 3)
    page = editing.get(PAGE).text
    assert "2 ämnen är godkända." in page
    assert page.count('name="proposals" value="') == 2  # of the button that undoes
    undone = editing.post(f"{PAGE}/undo", data={"proposals": others, "next": "//else.where"})
    assert (undone.status_code, undone.location, tagged(app)) == (303, PAGE, 1)
    assert editing.post(f"{PAGE}/undo", data={"proposals": "9999"}).status_code == 422

    sent = {"intent": "refuse", "proposals": others, "answer": "Nej tack."}
    editing.post(PAGE, data=sent)
    assert "2 ämnen är avböjda." in editing.get(PAGE).text
    editing.post(PAGE, data={"refuse": others[0]})
    assert "Det fanns inget kvar att avgöra" in editing.get(PAGE).text
    assert tagged(app) == 1


def test_mistakes_are_told_and_nothing_typed_is_lost(
    editing: FlaskClient, propose: Propose
) -> None:
    row_id = propose("Bryggor")
    nothing = editing.post(PAGE, data={"intent": "refuse", "answer": "Nej."})
    assert (nothing.status_code, 'value="Nej."' in nothing.text) == (422, True)
    assert "Välj minst ett förslag." in nothing.text
    long = editing.post(PAGE, data={"refuse": row_id, "answer": "x" * 400})
    assert (long.status_code, "Använd högst 300 tecken" in long.text) == (422, True)
    many = {"intent": "accept", "proposals": [str(number) for number in range(300)]}
    assert editing.post(PAGE, data=many).status_code == 422


@pytest.mark.long
def test_the_queue_makes_a_fixed_number_of_statements(
    app: Flask, editing: FlaskClient, propose: Propose
) -> None:
    editing.get(PAGE)  # the universities in the footer are read once
    counts = []
    for title in ("Ett", "Fyra", "Tre"):
        propose(title)
        with statements(app) as found:
            editing.get(PAGE)
        counts.append(len(found))
    assert len(set(counts)) == 1, counts
