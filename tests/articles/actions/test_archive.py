"""Archive and unarchive articles; pair translations."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session, UOWTransaction

from tests.builders import Person, make_article, make_user
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.actions.archive import (
    archive_article,
    pair_articles,
    unarchive_article,
    unpair_article,
)
from wiki.articles.actions.result import Saved
from wiki.articles.actions.save import create_article, publish_article
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import find_shown, find_translation
from wiki.articles.queries.lists import list_articles
from wiki.articles.steps.translations import SourceVersion
from wiki.articles.text import check_text
from wiki.db import db
from wiki.errors import InvalidInput, NotAllowed, NotFound

pytestmark = pytest.mark.usefixtures("context")


def write(
    person: Person, title: str = "Tvättstugan", body: str = "Text", *, language: str = "sv"
) -> Article:
    article_id = make_article(title, person, body=body, language=language)
    return db.session.get_one(Article, article_id)


def test_an_archived_article_is_gone_for_readers_until_it_is_unarchived(
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


def test_translations_are_paired_and_unpaired(author: Person, editor: Person) -> None:
    swedish, english = write(editor), write(editor, "The laundry", language="en")
    second = write(editor, "Washing", language="en")
    pair_articles(english.id, swedish.id, editor.viewer)
    for article, other in ((swedish, english), (english, swedish)):
        found = find_translation(article, ANONYMOUS)
        assert found is not None
        assert found.id == other.id
    pair_articles(swedish.id, second.id, editor.viewer)
    assert find_translation(english, ANONYMOUS) is None
    unpair_article(second.id, editor.viewer)
    assert find_translation(swedish, ANONYMOUS) is None


def test_a_new_article_does_not_replace_a_translation(author: Person, editor: Person) -> None:
    swedish = write(editor)
    hidden = translate(swedish, make_user("author"))
    assert hidden.was_paired
    assert find_translation(swedish, author.viewer) is None  # a draft of somebody else
    assert not translate(swedish, author).was_paired
    translation = find_translation(swedish, editor.viewer)
    assert translation is not None
    assert translation.id == hidden.article.id


def test_a_new_article_and_its_pair_are_stored_together(author: Person, editor: Person) -> None:
    swedish = write(editor)

    def fail(session: Session, _context: UOWTransaction) -> None:
        if any(isinstance(row, Translation) for row in session.new):
            raise RuntimeError("between the halves")

    event.listen(db.session, "after_flush", fail)
    try:
        with pytest.raises(RuntimeError, match="halves"):
            translate(swedish, author)
    finally:
        event.remove(db.session, "after_flush", fail)
    assert db.session.scalars(select(Article.language)).all() == ["sv"]
    assert translate(swedish, author).was_paired


def test_a_new_article_in_the_same_language_is_no_translation(editor: Person) -> None:
    swedish = write(editor)
    text = check_text("concept", "Byken", "", "Text", {})
    with pytest.raises(InvalidInput):
        create_article("sv", "concept", text, editor.viewer, version=SourceVersion(swedish.id))
    assert list_articles(editor.viewer).total == 1


def translate(source: Article, person: Person) -> Saved:
    text = check_text("concept", "The laundry", "", "Text", {})
    return create_article("en", "concept", text, person.viewer, version=SourceVersion(source.id))


def test_only_different_languages_are_paired(editor: Person) -> None:
    with pytest.raises(InvalidInput):
        pair_articles(write(editor).id, write(editor).id, editor.viewer)


def test_a_draft_is_no_translation_for_readers(author: Person, editor: Person) -> None:
    swedish, english = write(editor), write(author, "The laundry", language="en")
    pair_articles(swedish.id, english.id, editor.viewer)
    assert find_translation(swedish, ANONYMOUS) is None
    assert find_translation(swedish, author.viewer) is not None


@pytest.mark.parametrize("is_other_way", [False, True])
def test_authors_do_not_change_what_readers_see(
    author: Person, editor: Person, is_other_way: bool
) -> None:
    swedish, english = write(editor), write(editor, "The laundry", language="en")
    pair = (english.id, swedish.id) if is_other_way else (swedish.id, english.id)
    with pytest.raises(NotAllowed):
        pair_articles(*pair, author.viewer)
    pair_articles(*pair, editor.viewer)
    own = write(author, "My draft", language="en")
    for ids in ((swedish.id, own.id), (own.id, swedish.id)):
        with pytest.raises(NotAllowed):  # it would end the public pair
            pair_articles(*ids, author.viewer)
    for article in (swedish, english):
        with pytest.raises(NotAllowed):
            unpair_article(article.id, author.viewer)
    found = find_translation(swedish, ANONYMOUS)
    assert found is not None
    assert found.id == english.id


def test_authors_pair_their_own_drafts(author: Person, editor: Person) -> None:
    public, draft = write(editor), write(author, "The laundry", language="en")
    own = write(author, "Mitt utkast")
    pair_articles(own.id, draft.id, author.viewer)
    unpair_article(own.id, author.viewer)
    pair_articles(public.id, draft.id, author.viewer)
    pair_articles(draft.id, public.id, author.viewer)  # once more changes nothing
    assert find_translation(public, ANONYMOUS) is None
    unpair_article(public.id, author.viewer)
    pair_articles(draft.id, public.id, author.viewer)
    publish_article(draft.id, 1, editor.viewer)
    assert find_translation(public, ANONYMOUS) is not None
    with pytest.raises(NotAllowed):
        unpair_article(draft.id, author.viewer)


def test_a_draft_of_somebody_else_is_not_pushed_aside(author: Person, editor: Person) -> None:
    public, first = write(editor), write(make_user("author"), "The laundry", language="en")
    pair_articles(public.id, first.id, editor.viewer)
    with pytest.raises(NotAllowed):
        pair_articles(public.id, write(author, "Mine", language="en").id, author.viewer)
