"""Many people save an article at the same time: no text is lost, and every save succeeds."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction

import wiki.db
from tests.builders import Person, make_article, make_user
from wiki.articles.actions.save import create_article, save_article
from wiki.articles.models import Article
from wiki.articles.steps.revise import TextConflict, find_head, find_text, text_of
from wiki.articles.text import check_text
from wiki.db import db

pytestmark = pytest.mark.long

WRITERS = 20
MANY = 60  # more often than any save tries
PARAGRAPHS = [f"Stycke {number} som någon skriver på." for number in range(WRITERS)]


def at_once(app: Flask, work: Callable[[int], None]) -> list[Exception]:
    """Run `work` in a thread per writer, at the same time; return the errors."""
    raised: list[Exception] = []
    gate = threading.Barrier(WRITERS)

    def run(number: int) -> None:
        gate.wait()
        try:
            with app.app_context():
                work(number)
        except Exception as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def save(article_id: int, body: str, base: int, person: Person) -> int:
    text = check_text("concept", "Tvättstugan", "", body, {})
    return save_article(article_id, text, base, person.viewer).revision.number


def texts_of(app: Flask, article_id: int, numbers: int) -> list[str]:
    with app.app_context():
        return [text_of(find_text(article_id, number + 1)).body for number in range(numbers)]


def test_different_paragraphs_are_all_in_the_newest_text(app: Flask) -> None:
    author = make_user("editor", app=app)
    article_id = make_article("Tvättstugan", author, body="\n\n".join(PARAGRAPHS), app=app)

    def work(number: int) -> None:
        mine = [*PARAGRAPHS]
        mine[number] = f"Nytt {number} av skribenten."
        save(article_id, "\n\n".join(mine), 1, author)

    assert at_once(app, work) == []
    with app.app_context():
        article = db.session.get_one(Article, article_id)
        newest = text_of(find_head(article)).body
        assert find_head(article).number == WRITERS + 1
    assert newest.split("\n\n") == [f"Nytt {number} av skribenten." for number in range(WRITERS)]


def test_a_save_that_is_overtaken_repeatedly_gets_its_turn(app: Flask) -> None:
    author, other = make_user("editor", app=app), make_user("editor", app=app)
    article_id = make_article("Tvättstugan", author, body="\n\n".join(PARAGRAPHS), app=app)
    overtaken = 0

    def overtake(_session: Session, transaction: SessionTransaction) -> None:
        """Save as somebody else whenever the slow author has read and does not write yet."""
        nonlocal overtaken
        is_free = transaction.parent is None and not wiki.db._turn.locked()
        if is_free and overtaken < MANY:
            overtaken += 1
            thread = threading.Thread(target=save_last_paragraph, args=(overtaken,))
            thread.start()
            thread.join()

    def save_last_paragraph(turn: int) -> None:
        with app.app_context():
            head = find_head(db.session.get_one(Article, article_id))
            mine = [*text_of(head).body.split("\n\n")[:-1], f"Omgång {turn}."]
            save(article_id, "\n\n".join(mine), head.number, other)

    with app.app_context():
        event.listen(db.session(), "after_transaction_end", overtake)
        mine = ["Det långsamma stycket.", *PARAGRAPHS[1:]]
        save(article_id, "\n\n".join(mine), 1, author)
        turns = overtaken

    assert 5 <= turns < MANY
    with app.app_context():
        newest = text_of(find_head(db.session.get_one(Article, article_id))).body.split("\n\n")
    assert newest[0] == "Det långsamma stycket."
    assert newest[-1].startswith("Omgång ")


def test_a_paragraph_is_saved_once_and_the_others_get_a_conflict(app: Flask) -> None:
    author = make_user("editor", app=app)
    article_id = make_article("Tvättstugan", author, body="Ett stycke.", app=app)
    saved: list[int] = []
    refused: dict[int, str] = {}

    def work(number: int) -> None:
        try:
            save(article_id, f"Ord{number} helt andra ord", 1, author)
            saved.append(number)
        except TextConflict as conflict:
            refused[number] = conflict.merge.draft_body({})

    assert at_once(app, work) == []
    assert len(saved) == 1
    assert len(refused) == WRITERS - 1
    assert texts_of(app, article_id, 2) == ["Ett stycke.", f"Ord{saved[0]} helt andra ord"]
    for number, merged in refused.items():
        assert f"Ord{number} helt andra ord" in merged
        assert f"Ord{saved[0]} helt andra ord" in merged


def test_articles_created_with_the_same_title_each_get_a_slug(app: Flask) -> None:
    author = make_user("author", app=app)

    def work(number: int) -> None:
        text = check_text("concept", "Tvättstugan", "", f"Text {number}", {})
        create_article("sv", "concept", text, author.viewer)

    assert at_once(app, work) == []
    with app.app_context():
        slugs = set(db.session.scalars(select(Article.slug)))
    assert slugs == {"tvattstugan", *(f"tvattstugan-{n}" for n in range(2, WRITERS + 1))}


def test_articles_published_with_the_same_title_each_get_a_slug(app: Flask) -> None:
    editor = make_user("editor", app=app)
    article_ids = [make_article(f"Utkast {n}", editor, app=app) for n in range(WRITERS)]

    def work(number: int) -> None:
        text = check_text("concept", "Tvättstugan", "", f"Text {number}", {})
        save_article(article_ids[number], text, 1, editor.viewer, publish=True)

    assert at_once(app, work) == []
    with app.app_context():
        slugs = set(db.session.scalars(select(Article.slug)))
    assert slugs == {"tvattstugan", *(f"tvattstugan-{n}" for n in range(2, WRITERS + 1))}
