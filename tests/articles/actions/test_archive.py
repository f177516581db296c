"""Archive articles and bring them back; pair translations."""

import pytest
from flask import Flask

from tests.builders import Person, make_article, make_user
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.actions.archive import (
    archive_article,
    pair_articles,
    pair_new_article,
    unarchive_article,
    unpair_article,
)
from wiki.articles.actions.save import (
    publish_article,
)
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_shown, find_translation
from wiki.articles.queries.lists import list_articles
from wiki.db import db
from wiki.errors import InvalidInput, NotFound


@pytest.fixture
def author(context: Flask) -> Person:
    return make_user("author")


@pytest.fixture
def editor(context: Flask) -> Person:
    return make_user("editor")


def write(
    person: Person, title: str = "Tvättstugan", body: str = "Text", *, language: str = "sv"
) -> Article:
    article_id = make_article(title, person, body=body, language=language)
    return db.session.get_one(Article, article_id)


def test_an_archived_article_is_gone_for_readers_and_comes_back_whole(
    author: Person, editor: Person
) -> None:
    article = write(editor)
    archive_article(article.id, "Inaktuell", editor.viewer)
    with pytest.raises(NotFound):
        find_shown("sv", "tvattstugan", ANONYMOUS)
    assert find_shown("sv", "tvattstugan", editor.viewer)[0].is_archived
    assert list_articles(ANONYMOUS).total == 0
    with pytest.raises(InvalidInput):
        publish_article(article.id, 1, editor.viewer)
    with pytest.raises(NotFound):
        unarchive_article(article.id, author.viewer)
    unarchive_article(article.id, editor.viewer)
    assert find_shown("sv", "tvattstugan", ANONYMOUS)[1].number == 1


def test_translations_are_paired_and_parted(author: Person, editor: Person) -> None:
    swedish, english = write(editor), write(editor, "The laundry", language="en")
    second = write(editor, "Washing", language="en")
    pair_articles(english.id, swedish.id, author.viewer)
    for one, two in ((swedish, english), (english, swedish)):
        found = find_translation(one, ANONYMOUS)
        assert found is not None
        assert found.id == two.id
    pair_articles(swedish.id, second.id, editor.viewer)
    assert find_translation(english, ANONYMOUS) is None
    unpair_article(second.id, editor.viewer)
    assert find_translation(swedish, ANONYMOUS) is None


def test_a_new_article_displaces_no_translation(author: Person, editor: Person) -> None:
    swedish, hidden = write(editor), write(make_user("author"), "The laundry", language="en")
    assert pair_new_article(hidden.id, swedish.id, editor.viewer)
    own = write(author, "Washing", language="en")
    assert find_translation(swedish, author.viewer) is None  # a draft of somebody else
    assert not pair_new_article(own.id, swedish.id, author.viewer)
    kept = find_translation(swedish, editor.viewer)
    assert kept is not None
    assert kept.id == hidden.id


def test_only_different_languages_are_paired(editor: Person) -> None:
    with pytest.raises(InvalidInput):
        pair_articles(write(editor).id, write(editor).id, editor.viewer)


def test_a_draft_is_no_translation_for_readers(author: Person, editor: Person) -> None:
    swedish, english = write(editor), write(author, "The laundry", language="en")
    pair_articles(swedish.id, english.id, editor.viewer)
    assert find_translation(swedish, ANONYMOUS) is None
    assert find_translation(swedish, author.viewer) is not None
