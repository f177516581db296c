"""Whatever is done with a draft, in any order: its review fits it."""

from collections.abc import Callable
from random import Random

import pytest

from tests.builders import Person, make_article, make_user
from wiki.articles.actions.archive import archive_article, unarchive_article
from wiki.articles.actions.drafts import delete_draft, hold_draft, send_draft
from wiki.articles.actions.save import publish_article, save_article
from wiki.articles.actions.withdraw import publish_again, withdraw_publication
from wiki.articles.models import Article
from wiki.articles.queries.drafts import count_waiting
from wiki.articles.text import ArticleText
from wiki.db import db, end_reading
from wiki.errors import WikiError
from wiki.reviews.actions import answer_review, let_go, return_draft, take_draft, undo_return
from wiki.reviews.models import Review, ReviewState
from wiki.reviews.steps import waits

pytestmark = pytest.mark.usefixtures("context")

Deed = Callable[[], object]


def rows() -> list[dict[str, object]]:
    end_reading()
    found = db.session.query(Review).order_by(Review.id)
    names = Review.__table__.columns.keys()
    return [{name: getattr(row, name) for name in names} for row in found]


def deeds_on(key: int, author: Person, editor: Person, other: Person) -> dict[str, Deed]:
    """Return all that can be done with an article; whether it is allowed now is another matter."""

    def article() -> Article:
        end_reading()
        found = db.session.get(Article, key)
        assert found is not None
        return found

    def head() -> int:
        return article().head.number

    def shown() -> int:
        published = article().published
        return published.number if published else 0

    def save(person: Person) -> None:
        text = ArticleText("Utkast", "", f"Text {head() + 1}.", {})
        save_article(key, text, head(), person.viewer)

    def newest() -> int:
        return max((row.id for row in db.session.query(Review)), default=0)

    return {
        "take": lambda: take_draft(key, editor.viewer),
        "take over": lambda: take_draft(key, other.viewer, over=newest()),
        "let go": lambda: let_go(key, editor.viewer),
        "return": lambda: return_draft(key, head(), "Var?", editor.viewer),
        "return, other": lambda: return_draft(key, head(), "När?", other.viewer),
        "undo": lambda: undo_return(key, newest(), editor.viewer),
        "ready": lambda: answer_review(key, "Där.", author.viewer),
        "hold": lambda: hold_draft(key, author.viewer),
        "send": lambda: send_draft(key, author.viewer),
        "save": lambda: save(author),
        "save, other": lambda: save(other),
        "publish": lambda: publish_article(key, head(), editor.viewer),
        "withdraw": lambda: withdraw_publication(key, shown(), editor.viewer),
        "publish again": lambda: publish_again(key, head(), editor.viewer),
        "archive": lambda: archive_article(key, "", editor.viewer),
        "unarchive": lambda: unarchive_article(key, editor.viewer),
    }


def check(key: int, editor: Person, done: list[str]) -> None:
    end_reading()
    article = db.session.get(Article, key)
    assert article is not None
    current = db.session.query(Review).filter(Review.closed_at.is_(None)).all()
    states = [row.state for row in current]
    assert states.count("taken") + states.count("returned") <= 1, done
    assert count_waiting(editor.viewer) == waits(article), done
    if "taken" in states:
        assert waits(article), done
    if "returned" in states:
        assert article.has_draft, done
        assert article.held_at is not None, done
    if not article.has_draft:
        assert states == [], done
    if not article.is_archived and article.has_draft:
        assert waits(article) or article.held_at, done


@pytest.mark.long
def test_any_order_of_deeds_leaves_a_consistent_review(author: Person, editor: Person) -> None:
    other = make_user("editor")
    seen: set[str] = set()
    for seed in range(4):
        chance, done = Random(seed), list[str]()
        key = make_article("Utkast", author)
        deeds = deeds_on(key, author, editor, other)
        for name in chance.choices(list(deeds), k=24):
            try:
                deeds[name]()
            except WikiError:
                continue
            done.append(name)
            check(key, editor, done)
        seen.update(done)
        db.session.query(Review).delete()
        db.session.commit()
        archived = db.session.get(Article, key)
        assert archived is not None
        if not archived.is_archived:
            archive_article(key, "", editor.viewer)
    assert len(seen) >= 12, seen


def test_undoing_a_return_leaves_what_was_before(author: Person, editor: Person) -> None:
    key = make_article("Utkast", author)
    for is_taken in (False, True):
        if is_taken:
            take_draft(key, editor.viewer)
        before = rows()
        made = return_draft(key, 1, "Var?", editor.viewer)
        assert count_waiting(editor.viewer) == 0
        assert undo_return(key, made, editor.viewer) == "Var?"
        assert rows() == before
        assert count_waiting(editor.viewer) == 1


def test_a_deleted_draft_takes_its_reviews_along(author: Person, editor: Person) -> None:
    key = make_article("Utkast", author)
    return_draft(key, 1, "Var?", editor.viewer)
    delete_draft(key, author.viewer)
    assert rows() == []


def test_another_author_who_saves_sends_the_draft_to_the_editors(
    author: Person, editor: Person
) -> None:
    key = make_article("Utkast", author)
    return_draft(key, 1, "Var?", editor.viewer)
    deeds_on(key, author, editor, editor)["save, other"]()
    assert [row["state"] for row in rows()] == [ReviewState.ANSWERED]
    assert count_waiting(editor.viewer) == 1
