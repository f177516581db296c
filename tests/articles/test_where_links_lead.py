"""A link leads to the article whose title it says, whatever its address, and goes on doing so."""

import pytest
from flask import Flask

from tests.articles.linked import body_of, hrefs, read
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


@pytest.mark.sampled(3)
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


@pytest.mark.long
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


@pytest.mark.long
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
    assert hrefs(source) == ["/sv/papperskorg"]
    publish_article(draft, 1, editor.viewer)
    assert hrefs(source) == ["/sv/papperskorg"]
    assert db.session.get_one(Article, draft).slug == "papperskorg-2"


def test_a_title_like_an_address_does_not_take_its_links(context: Flask, editor: Person) -> None:
    for _ in range(2):
        make_article("Hopp", editor)
    source = make_article("Källa", editor, body="[[hopp-2|Hopp]]")
    make_article("hopp-2", editor)
    assert body_of(source) == "[[/hopp-2|Hopp]]"
    assert hrefs(source) == ["/sv/hopp-2"]
    assert read(editor, "[[hopp-2]]") == ["/sv/hopp-2-2"]


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


def test_a_language_in_capitals_names_it_unless_a_title_begins_so(
    context: Flask, editor: Person
) -> None:
    make_article("Advice", editor, language="en")
    source = make_article("Källa", editor, body="[[En:Advice]] [[en:Advice]] [[EN: Advice|x]]")
    assert hrefs(source) == ["/en/advice"] * 3
    make_article("En:Advice", editor)
    assert read(editor, "[[En:Advice]] [[en:Advice]]") == ["/sv/en-advice", "/en/advice"]
