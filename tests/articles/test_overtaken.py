"""Somebody else publishes, withdraws or archives while an action prepares what it will write."""

import pytest
from flask import Flask

from tests.articles.overtaking import overtaken_by
from tests.builders import Person, make_article, make_user
from wiki.articles.actions.archive import archive_article, unarchive_article
from wiki.articles.actions.kind import change_kind
from wiki.articles.actions.save import create_article, publish_article, rename_article, save_article
from wiki.articles.actions.withdraw import withdraw_publication
from wiki.articles.background.texts import follow_now
from wiki.articles.models import Article, TextTask
from wiki.articles.text import ArticleText, check_text
from wiki.db import db
from wiki.errors import EditConflict


def text(title: str, body: str) -> ArticleText:
    return check_text("concept", title, "", body, {})


def html_of(app: Flask, article_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Article, article_id).shown.body_html


def count_tasks(app: Flask) -> int:
    with app.app_context():
        return db.session.query(TextTask).count()


def follow(app: Flask) -> None:
    while follow_now(app):
        pass


@pytest.fixture
def drafts(app: Flask, editor: Person) -> tuple[int, int]:
    """Two drafts, "Alfa" and "Beta"."""
    author = make_user("author", app=app)
    alfa, beta = (make_article(title, author, app=app) for title in ("Alfa", "Beta"))
    return alfa, beta


def test_two_publications_at_once_leave_no_red_link(
    app: Flask, editor: Person, drafts: tuple[int, int]
) -> None:
    alfa, beta = drafts
    source = make_article("Text", editor, body="[[Alfa]] och [[Beta]].", app=app)
    with overtaken_by(app, lambda: publish_article(beta, 1, editor.viewer)):
        publish_article(alfa, 1, editor.viewer)
    follow(app)
    shown = html_of(app, source)
    assert "missing" not in shown
    assert "articles/alfa" in shown
    assert "articles/beta" in shown


def test_a_text_saved_beside_a_publication_leads_to_it(
    app: Flask, editor: Person, drafts: tuple[int, int]
) -> None:
    _, beta = drafts
    source = make_article("Text", editor, body="Ord.", app=app)
    with overtaken_by(app, lambda: publish_article(beta, 1, editor.viewer)):
        save_article(source, text("Text", "[[Beta]]."), 1, editor.viewer, publish=True)
    follow(app)
    assert "missing" not in html_of(app, source)


def test_a_new_article_beside_a_publication_leads_to_it(
    app: Flask, editor: Person, drafts: tuple[int, int]
) -> None:
    _, beta = drafts
    with overtaken_by(app, lambda: publish_article(beta, 1, editor.viewer)):
        made = create_article("sv", "concept", text("Text", "[[Beta]]."), editor.viewer)
        source = made.article.id
    follow(app)
    with app.app_context():
        assert "missing" not in db.session.get_one(Article, source).head.body_html


def test_an_archived_target_turns_red_beside_a_save(app: Flask, editor: Person) -> None:
    beta = make_article("Beta", editor, app=app)
    source = make_article("Text", editor, body="Ord.", app=app)
    with overtaken_by(app, lambda: archive_article(beta, "Föråldrad.", editor.viewer)):
        save_article(source, text("Text", "[[Beta]]."), 1, editor.viewer, publish=True)
    follow(app)
    assert "missing" in html_of(app, source)
    with overtaken_by(app, lambda: unarchive_article(beta, editor.viewer)):
        save_article(source, text("Text", "Se [[Beta]]."), 2, editor.viewer, publish=True)
    follow(app)
    assert "missing" not in html_of(app, source)


def test_what_others_write_elsewhere_costs_nothing(app: Flask, editor: Person) -> None:
    make_article("Beta", editor, app=app)
    source, other = (make_article(title, editor, app=app) for title in ("Text", "Annan"))
    with overtaken_by(
        app,
        lambda: save_article(other, text("Annan", "Nytt."), 1, editor.viewer, publish=True),
    ):
        save_article(source, text("Text", "[[Beta]], [[Text]]."), 1, editor.viewer, publish=True)
    assert count_tasks(app) == 0


def test_a_withdrawn_article_stays_withdrawn_when_its_kind_is_changed(
    app: Flask, editor: Person
) -> None:
    article = make_article("Text", editor, app=app)
    with (
        overtaken_by(app, lambda: withdraw_publication(article, 1, editor.viewer)),
        pytest.raises(EditConflict),
    ):
        change_kind(article, "method", 1, editor.viewer)
    with app.app_context():
        assert not db.session.get_one(Article, article).is_public


def test_a_withdrawn_article_stays_withdrawn_when_it_is_renamed(app: Flask, editor: Person) -> None:
    article = make_article("Text", editor, app=app)
    with overtaken_by(app, lambda: withdraw_publication(article, 1, editor.viewer)):
        rename_article(article, "Ny text", editor.viewer)
    with app.app_context():
        found = db.session.get_one(Article, article)
        assert not found.is_public
        assert found.head.title == "Ny text"


def test_an_archived_article_gets_a_draft_and_no_publication(app: Flask, editor: Person) -> None:
    article = make_article("Text", editor, app=app)
    with overtaken_by(app, lambda: archive_article(article, "Föråldrad.", editor.viewer)):
        save_article(article, text("Ny text", "Nytt."), 1, editor.viewer, publish=True)
    with app.app_context():
        found = db.session.get_one(Article, article)
        assert found.is_archived
        assert found.published is not None
        assert (found.published.number, found.head.number) == (1, 2)
        assert found.slug == "text"
