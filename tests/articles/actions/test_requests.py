"""Editors put titles on the list of wanted articles."""

import pytest
from sqlalchemy import func, select

from tests.builders import Person, make_article
from wiki.articles.actions.requests import MOST_REQUESTS, request_article
from wiki.db import db
from wiki.errors import InvalidInput, NotAllowed
from wiki.links.models import ArticleRequest

pytestmark = pytest.mark.usefixtures("context")


def count() -> int:
    return db.session.scalar(select(func.count(ArticleRequest.id))) or 0


def test_asking_twice_changes_nothing(editor: Person) -> None:
    first = request_article("sv", "Ljus i staden", editor.viewer)
    again = request_article("sv", "ljus i  STADEN", editor.viewer)
    assert (again.id, again.title, count()) == (first.id, "Ljus i staden", 1)


def test_a_written_article_is_not_wanted(editor: Person) -> None:
    make_article("Ljus i staden", editor)
    with pytest.raises(InvalidInput) as caught:
        request_article("sv", "Ljus i staden", editor.viewer)
    assert list(caught.value.fields) == ["title"]
    assert count() == 0


def test_a_full_list_takes_no_more(editor: Person) -> None:
    db.session.add_all(
        ArticleRequest(language="sv", slug=f"titel-{number}", title=f"Titel {number}")
        for number in range(MOST_REQUESTS)
    )
    db.session.commit()
    with pytest.raises(InvalidInput):
        request_article("sv", "En till", editor.viewer)
    assert count() == MOST_REQUESTS


def test_authors_do_not_ask(author: Person) -> None:
    with pytest.raises(NotAllowed):
        request_article("sv", "Ljus i staden", author.viewer)
    assert count() == 0
