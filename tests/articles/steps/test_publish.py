"""Publish: links show which targets are public, and follow a renamed article."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from tests.builders import Person, make_article
from wiki.articles.actions.archive import (
    archive_article,
    unarchive_article,
)
from wiki.articles.actions.save import (
    publish_article,
    rename_article,
    save_article,
)
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head, text_of
from wiki.db import db
from wiki.markup.sandbox import Sandbox
from wiki.revisions.models import Revision

pytestmark = pytest.mark.usefixtures("context")


def write(
    person: Person, title: str = "Tvättstugan", body: str = "Text", *, language: str = "sv"
) -> Article:
    article_id = make_article(title, person, body=body, language=language)
    return db.session.get_one(Article, article_id)


def html_of(article: Article) -> str:
    return db.session.scalars(
        select(Revision.body_html).where(Revision.id == article.head_id)
    ).one()


def test_links_are_updated_when_their_target_is_renamed(editor: Person) -> None:
    article = write(editor)
    source = write(editor, "Källa", "Se [[Tvättstugan]] och [[Tvättstugan|den där]].")
    rename_article(article.id, "Byken", editor.viewer)
    db.session.refresh(source)
    assert text_of(find_head(source)).body == "Se [[Byken|Tvättstugan]] och [[Byken|den där]]."
    assert source.published_id == source.head_id
    assert 'href="/sv/articles/byken"' in html_of(source)


def test_a_rename_succeeds_when_a_link_to_it_cannot_be_updated(editor: Person) -> None:
    article = write(editor)
    # As many bars as a text may have, and an updated link has an additional bar.
    full = write(editor, "Full", f"Se [[Tvättstugan]]. {'|' * 30_000}")
    source = write(editor, "Källa", "Se [[Tvättstugan]].")
    assert rename_article(article.id, "Byken", editor.viewer).revision.title == "Byken"
    assert article.slug == "byken"
    assert text_of(find_head(full)).body.startswith("Se [[Tvättstugan]].")
    assert text_of(find_head(source)).body == "Se [[Byken|Tvättstugan]]."


@pytest.mark.long
def test_a_linking_text_that_cannot_be_rendered_does_not_stop_an_action(
    context: Flask, editor: Person
) -> None:
    article = write(editor)
    source = write(editor, "Källa", "Se [[Tvättstugan]].")
    sandbox = context.extensions["sandbox"]
    context.extensions["sandbox"] = Sandbox(timeout_seconds=0.000_001)
    try:
        archive_article(article.id, "Fel", editor.viewer)
    finally:
        context.extensions["sandbox"].close()
        context.extensions["sandbox"] = sandbox
    assert article.is_archived
    assert "Se " in html_of(source)


def test_a_link_is_missing_until_its_target_is_published(author: Person, editor: Person) -> None:
    source = write(editor, "Källa", "Se [[Tvättstugan]].")
    assert "missing" in html_of(source)
    article = write(author)
    assert "missing" in html_of(source)
    publish_article(article.id, 1, editor.viewer)
    assert "missing" not in html_of(source)
    archive_article(article.id, "Fel", editor.viewer)
    assert "missing" in html_of(source)
    unarchive_article(article.id, editor.viewer)
    assert "missing" not in html_of(source)


def test_a_link_by_a_former_slug_is_missing_while_the_target_is_archived(
    author: Person, editor: Person
) -> None:
    article = write(editor)
    rename_article(article.id, "Byken", editor.viewer)
    source = write(editor, "Källa", "Se [[Tvättstugan]].")
    assert "missing" not in html_of(source)
    archive_article(article.id, "Fel", editor.viewer)
    assert "missing" in html_of(source)
    unarchive_article(article.id, editor.viewer)
    assert "missing" not in html_of(source)


@pytest.mark.parametrize("is_taken", [False, True])
def test_a_number_that_leaves_the_title_leaves_the_address(editor: Person, is_taken: bool) -> None:
    """Unless it is needed, because another article has the address without it."""
    if is_taken:
        write(editor, "Agenda")
    article = write(editor, "Agenda 2030")
    rename_article(article.id, "Agenda", editor.viewer)
    assert article.slug == ("agenda-2030" if is_taken else "agenda")
    assert write(editor, "Agenda 2030").slug == "agenda-2030-2"  # where a redirect leads from


def test_an_article_of_the_other_language_needs_no_number(editor: Person) -> None:
    """Though that one has both the slug with the number and the slug without it."""
    for title in ("Agenda", "Agenda 2030"):
        write(editor, title, language="en")
    article = write(editor, "Agenda 2030")
    rename_article(article.id, "Agenda", editor.viewer)
    assert article.slug == "agenda"


def test_the_number_of_a_second_article_stays(editor: Person) -> None:
    first, second = write(editor, "Agenda"), write(editor, "Agenda")
    assert second.slug == "agenda-2"
    rename_article(first.id, "Mål", editor.viewer)
    text = replace(text_of(find_head(second)), body="Ny text")
    save_article(second.id, text, 1, editor.viewer, publish=True)
    assert second.slug == "agenda-2"  # the first had the address, which leads to it


def test_a_draft_loses_the_number_with_its_title(author: Person) -> None:
    draft = write(author, "Agenda 2030")
    rename_article(draft.id, "Agenda", author.viewer)
    assert draft.slug == "agenda"
    assert write(author, "Agenda 2030").slug == "agenda-2030"
