"""A university without a number comes after the numbered ones, in every list and database."""

import pytest
from flask import Flask

from tests.builders import make_article, make_tag, make_user, put_on
from tests.search.pages import counts
from wiki.articles.models import Article
from wiki.articles.queries.articles import list_tags as list_article_tags
from wiki.articles.queries.tags import list_tags_shared_with
from wiki.content.queries import list_terms
from wiki.db import db
from wiki.search.index.drainer import drain_now
from wiki.search.queries.tags import list_known_tags
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import list_matching_tags, list_tags, list_undescribed_tags

# Sorted by label or by slug, the university without a number would come first.
ORDER = ["zeta", "ypsilon", "alfa"]


@pytest.fixture(autouse=True)
def universities(app: Flask) -> list[int]:
    numbers = {"alfa": None, "ypsilon": 2, "zeta": 1}
    return [make_tag(slug, "university", number=numbers[slug], app=app) for slug in numbers]


@pytest.fixture
def topic_id(app: Flask, universities: list[int]) -> int:
    """Return a topic of an article that is tagged with all universities too."""
    topic_id = make_tag("odling", app=app)
    article_id = make_article("Odling", make_user("editor", app=app), app=app)
    put_on(article_id, topic_id, *universities, app=app)
    return topic_id


@pytest.mark.usefixtures("context")
def test_in_the_vocabulary() -> None:
    for tags in (
        list_tags("sv", TagKind.UNIVERSITY),
        list_matching_tags("sv", ""),
        list_undescribed_tags("en"),
        list_known_tags(),
    ):
        assert [tag.slug for tag in tags] == ORDER
    assert [entry.term.slug for entry in list_terms()] == ORDER


@pytest.mark.usefixtures("context")
def test_on_an_article_and_beside_a_topic(topic_id: int) -> None:
    article = db.session.query(Article).one()
    assert [tag.slug for tag in list_article_tags(article)][:3] == ORDER
    topic = db.session.get_one(Tag, topic_id)
    shared = list_tags_shared_with(topic, "sv", TagKind.UNIVERSITY)
    assert [row.tag.slug for row in shared] == ORDER


def test_among_the_facets_of_a_search(app: Flask, topic_id: int) -> None:
    drain_now(app)
    found = counts(app.test_client().get("/sv/search?q=odling").text)
    assert [name for name in found if name.lower() in ORDER] == ["Zeta", "Ypsilon", "Alfa"]
