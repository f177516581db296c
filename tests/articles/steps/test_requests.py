"""Editors put titles on the list of wanted articles."""

import pytest
from sqlalchemy import func, select

from tests.builders import Person, make_article
from wiki.articles.models import ArticleRequest
from wiki.articles.queries.requests import MOST_REQUESTS
from wiki.articles.steps.requests import insert_request
from wiki.db import db, write
from wiki.errors import InvalidInput

pytestmark = pytest.mark.usefixtures("context")


def count() -> int:
    return db.session.scalar(select(func.count(ArticleRequest.id))) or 0


def request_article(title: str, editor: Person) -> None:
    with write():
        insert_request("sv", title, editor.viewer)


def test_asking_twice_changes_nothing(editor: Person) -> None:
    request_article("Ljus i staden", editor)
    request_article("ljus i  STADEN", editor)
    assert db.session.scalars(select(ArticleRequest.title)).all() == ["Ljus i staden"]


def test_a_written_article_is_not_wanted(editor: Person) -> None:
    make_article("Ljus i staden", editor)
    with pytest.raises(InvalidInput) as caught:
        request_article("Ljus i staden", editor)
    assert list(caught.value.fields) == ["title"]
    assert count() == 0


def test_a_full_list_takes_no_more(editor: Person) -> None:
    with write():
        db.session.add_all(
            ArticleRequest(language="sv", slug=f"titel-{number}", title=f"Titel {number}")
            for number in range(MOST_REQUESTS)
        )
    with pytest.raises(InvalidInput):
        request_article("En till", editor)
    assert count() == MOST_REQUESTS
