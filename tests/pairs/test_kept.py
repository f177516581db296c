"""What is known of a pair: kept when the pair is chosen again, silent about what was hidden."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.articles.actions.archive import pair_articles
from wiki.articles.actions.drafts import delete_draft
from wiki.articles.actions.save import create_article, save_article
from wiki.articles.models import Article, Translation
from wiki.articles.steps.translations import SourceVersion
from wiki.articles.text import ArticleText, check_text
from wiki.db import db
from wiki.pairs.actions import follow_original
from wiki.revisions.actions import hide_revision

SECTIONS = "/en/articles/the-laundry/translation/sections"


@pytest.fixture
def pair(app: Flask, editor: Person) -> tuple[int, int]:
    source = make_article("Byken", editor, body="Namnet Persson.", app=app)
    english = make_article("The laundry", editor, language="en", body="The name.", app=app)
    with app.app_context():
        pair_articles(source, english, editor.viewer)
        follow_original(english, source, editor.viewer)
        text = ArticleText("Byken", "", "Namnet är borta.", {})
        save_article(source, text, 1, editor.viewer, publish=True)
    return source, english


def test_words_that_were_hidden_are_not_compared(
    app: Flask, client: FlaskClient, editor: Person, admin: Person, pair: tuple[int, int]
) -> None:
    log_in(client, editor)
    assert "Persson" in client.get(SECTIONS).text
    with app.app_context():
        article = db.session.get_one(Article, pair[0])
        hide_revision(article, 1, "Uppgifter om en person", admin.viewer)
    page = Page(client.get(SECTIONS).text)
    assert "Persson" not in page.text
    assert "The former words were hidden" in page.text
    assert "Namnet är borta." in page.text


def test_the_heading_of_a_section_that_was_hidden_is_not_told(
    app: Flask, client: FlaskClient, editor: Person, admin: Person
) -> None:
    body = "Om byken.\n\n## Tvätterskan Persson\n\nHon bodde här."
    source = make_article("Byken", editor, body=body, app=app)
    english = make_article("The laundry", editor, language="en", body="The name.", app=app)
    with app.app_context():
        pair_articles(source, english, editor.viewer)
        follow_original(english, source, editor.viewer)
        text = ArticleText("Byken", "", "Om byken.", {})
        save_article(source, text, 1, editor.viewer, publish=True)
    log_in(client, editor)
    assert "Persson" in client.get(SECTIONS).text
    with app.app_context():
        article = db.session.get_one(Article, source)
        hide_revision(article, 1, "Uppgifter om en person", admin.viewer)
    page = Page(client.get(SECTIONS).text)
    assert "Persson" not in page.text
    assert page.texts("h2[id^=part-]") == ["A section that was hidden"]


def test_choosing_the_same_pair_again_keeps_what_was_said(
    app: Flask, editor: Person, pair: tuple[int, int]
) -> None:
    with app.app_context():
        pair_articles(pair[1], pair[0], editor.viewer)
        stored = db.session.get_one(Translation, pair[0])
        assert (stored.original_id, stored.behind) == (pair[0], 1)


def test_a_draft_that_was_translated_can_be_deleted(app: Flask) -> None:
    writer = make_user("author", app=app)
    draft = make_article("Utkast", writer, body="Ord.", app=app)
    with app.app_context():
        text = check_text("concept", "A draft", "", "Words.", {})
        version = SourceVersion(draft, 1)
        made = create_article("en", "concept", text, writer.viewer, version=version).article.id
        assert db.session.get_one(Translation, draft).base_id is not None
        delete_draft(draft, writer.viewer)
        assert db.session.query(Translation).count() == 0
        assert db.session.get(Article, made) is not None
