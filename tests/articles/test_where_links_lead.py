"""A link leads to the article whose title it says, whatever its address, and goes on doing so."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import Person, make_article
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.actions.archive import archive_article, unarchive_article
from wiki.articles.actions.save import publish_article, rename_article, save_article
from wiki.articles.actions.withdraw import publish_again, withdraw_publication
from wiki.articles.models import Article
from wiki.articles.queries.links import list_backlinks, list_orphans, list_wanted
from wiki.articles.queries.titles import find_by_title
from wiki.articles.steps.revise import find_head, text_of
from wiki.db import db
from wiki.revisions.models import Revision


def body_of(article_id: int) -> str:
    return text_of(find_head(db.session.get_one(Article, article_id))).body


def hrefs(article_id: int, pointer: str = "published_id") -> list[str]:
    """Return where the links of a text lead, with "missing" for those that lead nowhere."""
    revision_id = getattr(db.session.get_one(Article, article_id), pointer)
    html = db.session.scalars(select(Revision.body_html).where(Revision.id == revision_id)).one()
    links = re.findall(r'<a (class="missing" )?href="([^"?]+)', html)
    return ["missing" if missing else path.replace("/articles/", "/") for missing, path in links]


def read(editor: Person, body: str, language: str = "sv") -> list[str]:
    """Publish a text, and return where its links lead."""
    return hrefs(make_article("Källa", editor, body=body, language=language))


@pytest.mark.long
@pytest.mark.parametrize(
    ("first", "second", "slug"),
    [
        ("Råd", "Rad", "rad"),
        ("Får", "Far", "far"),
        ("IT", "It", "it"),
        ("Café", "Cafe", "cafe"),
        ("A-kassa", "A kassa", "a-kassa"),
        ("Vad är “värde”?", "Vad är värde", "vad-ar-varde"),
        ("C++", "C", "c"),
        ("sv: Rad", "SV Rad", "sv-rad"),
    ],
)
def test_an_exact_title_wins_over_a_folded_one(
    context: Flask, editor: Person, first: str, second: str, slug: str
) -> None:
    make_article(first, editor)
    make_article(second, editor)
    prefix = "sv:" if first.startswith("sv:") else ""
    assert read(editor, f"[[{prefix}{first}]] [[{second}]]") == [f"/sv/{slug}", f"/sv/{slug}-2"]
    assert read(editor, f"[[sv:{first}]] [[sv:{second}]]", "en") == [
        f"/sv/{slug}",
        f"/sv/{slug}-2",
    ]


def test_capitals_and_unseen_signs_count_less_than_letters(context: Flask, editor: Person) -> None:
    make_article("Råd", editor)
    make_article("Rad", editor)
    assert read(editor, "[[råd]] [[rad]] [[RAD]] [[Räd]] [[  Rad ]]") == [
        "/sv/rad",
        "/sv/rad-2",
        "/sv/rad-2",
        "/sv/rad",
        "/sv/rad-2",
    ]
    assert read(editor, "[[rad-2|Rad]] [[/rad|Råd]]") == ["/sv/rad-2", "/sv/rad"]


def test_a_link_keeps_its_article_when_one_of_its_exact_title_comes(
    context: Flask, editor: Person
) -> None:
    make_article("Råd", editor)
    source = make_article("Källa", editor, body="[[Rad]] och [[Rad|x]] `[[Rad]]`")
    make_article("Rad", editor)
    assert body_of(source) == "[[Råd|Rad]] och [[Råd|x]] `[[Rad]]`"
    assert hrefs(source) == ["/sv/rad", "/sv/rad"]


def test_a_link_to_a_former_title_gives_way_to_a_new_article_of_that_title(
    context: Flask, editor: Person
) -> None:
    article_id = make_article("Alfa ett", editor)
    before = make_article("Före", editor, body="[[Alfa ett]]")
    rename_article(article_id, "Delta ett", editor.viewer)
    between = make_article("Mellan", editor, body="[[Alfa ett]]")
    make_article("Alfa ett", editor)
    assert read(editor, "[[Alfa ett]]") == ["/sv/alfa-ett-2"]
    for source in (before, between):
        assert body_of(source) == "[[Delta ett|Alfa ett]]"
        assert hrefs(source) == ["/sv/delta-ett"]


@pytest.mark.parametrize("title", ["Papperskorg", "papperskorg", "PAPPERSKORG"])
def test_an_archived_article_gives_its_links_to_a_public_one_of_its_title(
    context: Flask, editor: Person, title: str
) -> None:
    first = make_article("Papperskorg", editor)
    source = make_article("Källa", editor, body=f"[[{title}]]")
    archive_article(first, "", editor.viewer)
    assert hrefs(source) == ["missing"]
    make_article("Papperskorg", editor)
    assert hrefs(source) == ["/sv/papperskorg-2"]
    assert read(editor, f"[[{title}]]") == ["/sv/papperskorg-2"]


def test_an_archived_article_does_not_give_its_links_to_another_title(
    context: Flask, editor: Person
) -> None:
    make_article("Rad", editor)
    archived = make_article("Råd", editor)
    source = make_article("Källa", editor, body="[[Råd]] [[Rad]]")
    archive_article(archived, "", editor.viewer)
    assert hrefs(source) == ["missing", "/sv/rad"]
    unarchive_article(archived, editor.viewer)
    assert hrefs(source) == ["/sv/rad-2", "/sv/rad"]
    assert body_of(source) == "[[Råd]] [[Rad]]"


def test_a_withdrawn_article_does_not_give_its_links_to_another_title(
    context: Flask, editor: Person
) -> None:
    make_article("Rad", editor)
    withdrawn = make_article("Råd", editor)
    source = make_article("Källa", editor, body="[[Råd]] [[Rad]]")
    withdraw_publication(withdrawn, 1, editor.viewer)
    assert hrefs(source) == ["missing", "/sv/rad"]
    publish_again(withdrawn, 1, editor.viewer)
    assert hrefs(source) == ["/sv/rad-2", "/sv/rad"]


def test_an_article_that_comes_back_leaves_others_their_links(
    context: Flask, editor: Person
) -> None:
    first = make_article("Hopp", editor)
    archive_article(first, "", editor.viewer)
    make_article("Hopp", editor)
    source = make_article("Källa", editor, body="[[Hopp]]")
    unarchive_article(first, editor.viewer)
    assert body_of(source) == "[[hopp-2|Hopp]]"
    assert hrefs(source) == ["/sv/hopp-2"]


def test_a_draft_that_readers_do_not_see_holds_no_links(
    context: Flask, author: Person, editor: Person
) -> None:
    draft = make_article("Papperskorg", author)
    make_article("Papperskorg", editor)
    source = make_article("Källa", editor, body="[[Papperskorg]]")
    assert hrefs(source) == ["/sv/papperskorg-2"]
    publish_article(draft, 1, editor.viewer)
    assert hrefs(source) == ["/sv/papperskorg-2"]


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


def test_a_title_like_an_address_does_not_take_its_links(context: Flask, editor: Person) -> None:
    for _ in range(2):
        make_article("Hopp", editor)
    source = make_article("Källa", editor, body="[[hopp-2|Hopp]]")
    make_article("hopp-2", editor)
    assert body_of(source) == "[[/hopp-2|Hopp]]"
    assert hrefs(source) == ["/sv/hopp-2"]
    assert read(editor, "[[hopp-2]]") == ["/sv/hopp-2-2"]


def test_a_title_that_begins_like_a_language_is_mended_with_its_own(
    context: Flask, editor: Person
) -> None:
    article_id = make_article("Handbok", editor)
    source = make_article("Källa", editor, body="[[Handbok]]")
    rename_article(article_id, "en: handbok", editor.viewer)
    assert body_of(source) == "[[sv:en: handbok|Handbok]]"
    assert hrefs(source) == ["/sv/en-handbok"]


def test_a_published_text_keeps_its_links_while_a_draft_waits(
    context: Flask, author: Person, editor: Person
) -> None:
    make_article("Råd", editor)
    source = make_article("Källa", editor, body="[[Rad]]")
    text = text_of(find_head(db.session.get_one(Article, source)))
    changed = text.__class__(text.title, "Ny", "Mer: [[Rad]]", {})
    save_article(source, changed, 1, author.viewer)
    make_article("Rad", editor)
    assert hrefs(source) == ["/sv/rad"]
    assert body_of(source) == "Mer: [[Råd|Rad]]"
    assert hrefs(source, "head_id") == ["/sv/rad"]
    publish_article(source, 3, editor.viewer)
    assert hrefs(source) == ["/sv/rad"]


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


def test_a_new_article_may_link_to_itself(context: Flask, editor: Person) -> None:
    assert hrefs(make_article("Jag", editor, body="[[Jag]] [[jag]]")) == ["/sv/jag", "/sv/jag"]


def test_backlinks_wanted_and_orphans_agree_with_the_links(context: Flask, editor: Person) -> None:
    council, row = make_article("Råd", editor), make_article("Rad", editor)
    make_article("Källa", editor, body="[[Rad]] [[Saknas]]")
    by_title = {
        title: [
            found.title for found in list_backlinks(db.session.get_one(Article, id_), ANONYMOUS)
        ]
        for title, id_ in (("Råd", council), ("Rad", row))
    }
    assert by_title == {"Råd": [], "Rad": ["Källa"]}
    assert [wanted.title for wanted in list_wanted(ANONYMOUS)] == ["Saknas"]
    assert [orphan.title for orphan in list_orphans(ANONYMOUS).items] == ["Källa", "Råd"]
    archive_article(row, "", editor.viewer)
    assert [wanted.title for wanted in list_wanted(ANONYMOUS)] == ["Rad", "Saknas"]
    archived = list_backlinks(db.session.get_one(Article, row), editor.viewer)
    assert [found.title for found in archived] == ["Källa"]


def test_a_title_is_found_as_a_link_finds_it(context: Flask, editor: Person) -> None:
    council, row = make_article("Råd", editor), make_article("Rad", editor)
    for title, expected in (("Rad", row), ("råd", council), ("Räd", council), ("rad-2", row)):
        found = find_by_title("sv", title, ANONYMOUS)
        assert found is not None
        assert found.id == expected


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
