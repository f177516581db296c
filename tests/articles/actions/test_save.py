"""Save articles through their actions: no text is ever lost or overwritten."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.builders import Person, make_user
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.actions.save import (
    create_article,
    publish_article,
    rename_article,
    restore_revision,
    save_article,
)
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_article, find_shown
from wiki.articles.queries.redirects import find_redirect
from wiki.articles.steps.revise import TextConflict, find_head, find_text, text_of
from wiki.articles.text import ArticleText, check_text
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.errors import EditConflict, InvalidInput, NotAllowed, NotFound
from wiki.revisions.models import Revision

pytestmark = pytest.mark.usefixtures("context")

BODY = "Första stycket om tvätt.\n\nAndra stycket om tid.\n\nTredje stycket om arbete.\n"


@pytest.fixture
def other(context: Flask) -> Person:
    return make_user("author", "Olle")


def text(title: str = "Tvättstugan", body: str = BODY, summary: str = "") -> ArticleText:
    return check_text("concept", title, summary, body, {})


def write(
    person: Person, title: str = "Tvättstugan", body: str = BODY, *, language: str = "sv"
) -> Article:
    """Create an article; an editor publishes it at once."""
    publish = person.role != "author"
    article_text = text(title, body)
    return create_article(language, "concept", article_text, person.viewer, publish=publish).article


def html_of(article: Article) -> str:
    return db.session.scalars(
        select(Revision.body_html).where(Revision.id == article.head_id)
    ).one()


def test_an_authors_article_is_a_draft_until_an_editor_publishes_it(
    author: Person, other: Person, editor: Person
) -> None:
    article = write(author)
    assert find_shown("sv", "tvattstugan", author.viewer)[0].id == article.id
    assert find_shown("sv", "tvattstugan", editor.viewer)[0].id == article.id
    for stranger in (ANONYMOUS, other.viewer):
        with pytest.raises(NotFound):
            find_shown("sv", "tvattstugan", stranger)
    with pytest.raises(NotAllowed):
        publish_article(article.id, 1, author.viewer)
    publish_article(article.id, 1, editor.viewer)
    for reader in (ANONYMOUS, other.viewer):
        assert find_shown("sv", "tvattstugan", reader)[1].number == 1


def test_an_author_cannot_publish_at_once(author: Person) -> None:
    with pytest.raises(NotAllowed):
        create_article("sv", "concept", text(), author.viewer, publish=True)
    assert db.session.scalar(select(func.count()).select_from(Article)) == 0


def test_readers_keep_the_published_text_while_a_draft_waits(
    author: Person, editor: Person
) -> None:
    article = write(editor)
    saved = save_article(article.id, text(body=BODY + "\nNytt.\n"), 1, author.viewer)
    assert saved.is_new
    assert saved.revision.parent_id is not None
    assert find_shown("sv", "tvattstugan", ANONYMOUS)[1].number == 1
    publish_article(article.id, 2, editor.viewer)
    assert find_shown("sv", "tvattstugan", ANONYMOUS)[1].number == 2


def test_every_revision_stays_as_it_was_saved(author: Person) -> None:
    article = write(author)
    save_article(article.id, text(body="Allt nytt."), 1, author.viewer, comment="Om")
    assert text_of(find_text(article.id, 1)).body == BODY
    assert find_text(article.id, 2).comment == "Om"
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["create", "save"]


def test_saving_the_same_text_makes_no_revision(author: Person, editor: Person) -> None:
    article = write(author)
    assert not save_article(article.id, text(), 1, author.viewer).is_new
    assert not save_article(article.id, text(), 1, editor.viewer, publish=True).is_new
    assert article.is_public
    assert find_head(article).number == 1


def test_edits_in_different_places_are_merged(
    author: Person, other: Person, editor: Person
) -> None:
    article = write(editor)
    save_article(article.id, text(body=BODY.replace("tvätt", "tvättning")), 1, author.viewer)
    saved = save_article(article.id, text(body=BODY.replace("arbete", "lön")), 1, other.viewer)
    assert saved.was_merged
    body = text_of(find_head(article)).body
    assert "tvättning" in body
    assert "lön" in body


def test_edits_of_the_same_place_are_a_conflict_that_keeps_both(
    author: Person, other: Person, editor: Person
) -> None:
    article = write(editor)
    save_article(article.id, text(body=BODY.replace("tvätt", "byk")), 1, author.viewer)
    mine = text(title="Tvättinrättningen", body=BODY.replace("tvätt", "rengöring"))
    with pytest.raises(TextConflict) as caught:
        save_article(article.id, mine, 1, other.viewer)
    (place,) = caught.value.merge.places()
    assert "byk" in place.theirs
    assert "rengöring" in place.mine
    assert caught.value.merge.title.value == "Tvättinrättningen"
    assert caught.value.newest.number == 2
    assert find_head(article).number == 2


def test_titles_and_facts_are_merged_too(author: Person, other: Person, editor: Person) -> None:
    first = check_text("concept", "Ett", "Kort", "a", {"definition": "d"})
    article = create_article("sv", "concept", first, editor.viewer, publish=True).article
    save_article(article.id, replace(first, summary="Längre"), 1, author.viewer)
    mine = replace(first, facts={"definition": "d", "definition_source": "EU"})
    save_article(article.id, mine, 1, other.viewer)
    found = text_of(find_head(article))
    assert (found.summary, found.facts["definition_source"]) == ("Längre", "EU")


@pytest.mark.parametrize("base", [2, 999_999])
def test_a_base_that_does_not_exist_is_refused(author: Person, base: int) -> None:
    article = write(author)
    with pytest.raises(InvalidInput):
        save_article(article.id, text(body="Nytt"), base, author.viewer)


def test_only_the_newest_text_can_be_published(author: Person, editor: Person) -> None:
    article = write(author)
    save_article(article.id, text(body="Nytt"), 1, author.viewer)
    with pytest.raises(EditConflict):
        publish_article(article.id, 1, editor.viewer)
    assert not article.is_public


def test_two_articles_with_the_same_title_have_different_slugs(editor: Person) -> None:
    assert write(editor).slug == "tvattstugan"
    assert write(editor).slug == "tvattstugan-2"
    assert write(editor, language="en").slug == "tvattstugan"


def test_a_slug_that_is_reserved_gets_a_number(editor: Person) -> None:
    assert write(editor, "New").slug == "new-2"


def test_a_renamed_article_is_found_by_both_slugs(editor: Person) -> None:
    article = write(editor)
    rename_article(article.id, "Tvättinrättningen", editor.viewer)
    assert article.slug == "tvattinrattningen"
    assert find_redirect("sv", "tvattstugan", ANONYMOUS) == ("sv", "tvattinrattningen")
    rename_article(article.id, "Tvättstugan", editor.viewer)
    assert find_article("sv", "tvattstugan", ANONYMOUS).id == article.id
    assert find_redirect("sv", "tvattinrattningen", ANONYMOUS) == ("sv", "tvattstugan")


def test_a_former_slug_is_not_given_to_another_article(editor: Person) -> None:
    article = write(editor)
    rename_article(article.id, "Annat", editor.viewer)
    assert write(editor).slug == "tvattstugan-2"


def test_a_renamed_draft_leaves_no_redirect(author: Person) -> None:
    article = write(author)
    rename_article(article.id, "Byken", author.viewer)
    assert article.slug == "byken"
    assert find_redirect("sv", "tvattstugan", author.viewer) is None


@pytest.mark.parametrize("title", ["", "   ", "a\x00b", "[[a]]", "x" * 201, "!!!"])
def test_an_invalid_title_is_refused(editor: Person, title: str) -> None:
    article = write(editor)
    with pytest.raises(InvalidInput) as caught:
        rename_article(article.id, title, editor.viewer)
    assert "title" in caught.value.fields


def test_an_author_cannot_rename_a_public_article(author: Person, editor: Person) -> None:
    with pytest.raises(NotAllowed):
        rename_article(write(editor).id, "Nytt", author.viewer)


def test_a_restored_text_is_a_new_revision(author: Person, editor: Person) -> None:
    article = write(editor)
    save_article(article.id, text(body="Nytt"), 1, author.viewer)
    saved = restore_revision(article.id, 1, author.viewer)
    assert saved.revision.number == 3
    assert text_of(saved.revision).body == BODY
    assert not restore_revision(article.id, 3, author.viewer).is_new
    with pytest.raises(NotFound):
        restore_revision(article.id, 9, author.viewer)
