"""Synonyms of several words are looked for as a whole, never as loose words."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_tag, make_user, put_on
from tests.page import Page
from tests.search.pages import also_searched, titles
from wiki.accounts.models import Role
from wiki.db import db
from wiki.search.index.drainer import drain_now
from wiki.tags.models import TagSynonym

SYNONYMS = [
    ("sv", "omsorg"),
    ("sv", "offentlig service"),
    ("en", "social services"),
    ("en", "the welfare state"),
]


@pytest.fixture(autouse=True)
def articles(app: Flask) -> None:
    """Write a topic with synonyms of several words, and texts with their words apart."""
    editor = make_user(Role.EDITOR, app=app)
    topic = make_tag("valfard", label_sv="Välfärd", label_en="Welfare", app=app)
    with app.app_context():
        for language, text in SYNONYMS:
            db.session.add(TagSynonym(tag_id=topic, language=language, text=text, key=text))
        db.session.commit()
    make_article("Byn", editor, body="Byns offentliga service är god.", app=app)
    make_article("Verkstaden", editor, body="God service och en offentlig bastu.", app=app)
    make_article("Cars", editor, language="en", body="A state of social peace.", app=app)
    make_article("Help", editor, language="en", body="Their social services help.", app=app)
    tagged = make_article("Taggad", editor, body="Något annat.", app=app)
    put_on(tagged, topic, app=app)
    drain_now(app)


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("question", ["omsorg", "omsorgen", "välfärd", "valfard", "welfare"])
def test_a_synonym_of_several_words_is_found_only_as_a_whole(
    client: FlaskClient, question: str
) -> None:
    found = titles(client, f"/sv/search?q={question}")
    assert set(found) == {"Byn", "Help", "Taggad"}


def test_it_is_marked_and_named_as_a_whole(client: FlaskClient) -> None:
    answer = client.get("/sv/search?q=omsorg")
    assert "offentliga service" in Page(answer).texts("mark")
    assert "social services" in also_searched(answer)


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("question", ["service", "offentlig", "state", "services"])
def test_a_word_of_a_synonym_does_not_find_the_whole_topic(
    client: FlaskClient, question: str
) -> None:
    assert "Taggad" not in titles(client, f"/sv/search?q={question}")


@pytest.mark.long
@pytest.mark.parametrize("question", ["offentlig service", "den offentliga servicen"])
def test_a_synonym_of_several_words_finds_what_is_tagged(
    client: FlaskClient, question: str
) -> None:
    assert {"Byn", "Taggad", "Help"} <= set(titles(client, f"/sv/search?q={question}"))
