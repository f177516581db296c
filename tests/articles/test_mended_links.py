"""A rename mends the links to an article, each with words of its own language."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.articles.linked import body_of, hrefs
from tests.builders import Person, make_article
from wiki.articles.actions.archive import archive_article, unarchive_article
from wiki.articles.actions.save import rename_article


@pytest.mark.long
def test_a_rename_mends_links_in_the_language_of_the_renamed_article(
    context: Flask, editor: Person
) -> None:
    article_id = make_article("Innovation lab", editor)
    make_article("Innovation lab", editor, language="en")
    words = "English: [[Innovation lab]] and Swedish: [[sv:Innovation lab]] end."
    both = make_article("Both", editor, language="en", body=words)
    across = make_article("Across", editor, language="en", body="[[sv:Innovation lab|x]]")
    swedish = make_article("Svensk", editor, body="[[Innovation lab]] [[en:Innovation lab]]")
    rename_article(article_id, "Innovationslabb", editor.viewer)
    assert body_of(both) == (
        "English: [[Innovation lab]] and Swedish: [[sv:Innovationslabb|Innovation lab]] end."
    )
    assert hrefs(both) == ["/en/innovation-lab", "/sv/innovationslabb"]
    assert body_of(across) == "[[sv:Innovationslabb|x]]"
    assert body_of(swedish) == "[[Innovationslabb|Innovation lab]] [[en:Innovation lab]]"
    assert hrefs(swedish) == ["/sv/innovationslabb", "/en/innovation-lab"]


def test_a_title_changed_in_the_form_mends_links_in_its_language_too(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    make_article("Innovation lab", editor, app=app)
    make_article("Innovation lab", editor, language="en", app=app)
    words = "[[Innovation lab]] [[sv:Innovation lab]]"
    source = make_article("Both", editor, language="en", body=words, app=app)
    given = {"title": "Innovationslabb", "body": "Text", "base": "1", "intent": "publish"}
    assert editing.post("/sv/articles/innovation-lab/edit", data=given).status_code == 303
    with app.app_context():
        assert body_of(source) == "[[Innovation lab]] [[sv:Innovationslabb|Innovation lab]]"


def test_a_rename_to_a_title_that_leads_elsewhere_writes_the_address(
    context: Flask, editor: Person
) -> None:
    make_article("Råd", editor)
    article_id = make_article("Tabellrad", editor)
    make_article("Hopp", editor)
    source = make_article("Källa", editor, body="[[Tabellrad]]")
    rename_article(article_id, "Räd", editor.viewer)
    assert body_of(source) == "[[Räd|Tabellrad]]"
    assert hrefs(source) == ["/sv/rad-2"]
    rename_article(article_id, "Hopp", editor.viewer)
    assert body_of(source) == "[[hopp-2|Tabellrad]]"
    assert hrefs(source) == ["/sv/hopp-2"]


def test_a_title_that_begins_like_a_language_is_mended_with_its_own(
    context: Flask, editor: Person
) -> None:
    article_id = make_article("Handbok", editor)
    source = make_article("Källa", editor, body="[[Handbok]]")
    rename_article(article_id, "en: handbok", editor.viewer)
    assert body_of(source) == "[[sv:en: handbok|Handbok]]"
    assert hrefs(source) == ["/sv/en-handbok"]


def test_a_text_that_cannot_be_mended_keeps_its_links(context: Flask, editor: Person) -> None:
    make_article("Råd", editor)
    # As many bars as a text may have, and a mended link has one more.
    source = make_article("Full", editor, body=f"[[Rad]] {'|' * 30_000}")
    make_article("Rad", editor)
    assert body_of(source).startswith("[[Rad]]")
    assert hrefs(source) == ["/sv/rad"]
    make_article("RAD", editor)
    assert hrefs(source) == ["/sv/rad"]


def test_an_archived_text_is_mended_when_it_comes_back(context: Flask, editor: Person) -> None:
    make_article("Råd", editor)
    source = make_article("Källa", editor, body="[[Rad]]")
    archive_article(source, "", editor.viewer)
    make_article("Rad", editor)
    assert body_of(source) == "[[Rad]]"
    unarchive_article(source, editor.viewer)
    assert body_of(source) == "[[Råd|Rad]]"
    assert hrefs(source) == ["/sv/rad"]


def test_a_link_that_could_not_be_mended_stays_when_its_text_is_saved(
    context: Flask, author: Person, editor: Person
) -> None:
    make_article("Råd", editor)
    source = make_article("Källa", editor, body="[[Rad]]")
    archive_article(source, "", editor.viewer)
    make_article("Rad", editor)
    rename_article(source, "Källan", editor.viewer)
    assert hrefs(source, "head_id") == ["/sv/rad"]
    unarchive_article(source, editor.viewer)
    assert body_of(source) == "[[Råd|Rad]]"


def test_two_links_of_a_text_may_change_their_words_at_once(context: Flask, editor: Person) -> None:
    make_article("Rad", editor)
    article_id = make_article("Får", editor)
    source = make_article("Källa", editor, body="[[RAD]] [[Får]]")
    rename_article(article_id, "RAD", editor.viewer)
    assert body_of(source) == "[[Rad|RAD]] [[RAD|Får]]"
    assert hrefs(source) == ["/sv/rad", "/sv/rad-2"]
