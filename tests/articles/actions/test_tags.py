"""Add tags to articles and remove them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from sqlalchemy import select

from tests.builders import Person, make_article, make_tag, make_user, put_on
from wiki import signals
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.actions.archive import pair_articles
from wiki.articles.actions.tags import set_article_tags, tag_articles, untag_articles
from wiki.articles.models import Article
from wiki.articles.queries.lists import count_without_tag, list_without_tag
from wiki.articles.queries.tags import (
    count_articles_by_tag,
    find_namesake,
    list_tags_shared_with,
    list_untranslated,
)
from wiki.articles.steps.tags import MOST_AT_ONCE
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.desk.terms import read_deed, write_deed
from wiki.errors import InvalidInput, NotAllowed, NotFound
from wiki.tags.models import ArticleTag, Tag, TagKind

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def article_id(editor: Person) -> int:
    return make_article("Tvättmaskinen", editor)


@contextmanager
def record_changes() -> Iterator[list[int]]:
    changed: list[int] = []

    def listen(article: Article) -> None:
        changed.append(article.id)

    with signals.content_changed.connected_to(listen):
        yield changed


def tags_of(article_id: int) -> set[int]:
    rows = select(ArticleTag.tag_id).where(ArticleTag.article_id == article_id)
    return set(db.session.scalars(rows))


def test_an_article_has_the_chosen_tags(editor: Person, article_id: int) -> None:
    first, second, third = (make_tag(slug) for slug in ("one", "two", "three"))
    put_on(article_id, first, second)
    with record_changes() as changed:
        set_article_tags(article_id, {second, third}, {first, second}, editor.viewer)
    assert tags_of(article_id) == {second, third}
    assert changed == [article_id]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "tag")).one()
    assert entry.detail == {"added": ["three"], "removed": ["one"]}


def test_what_another_editor_did_meanwhile_stays(editor: Person, article_id: int) -> None:
    shown, mine, theirs = (make_tag(slug) for slug in ("shown", "mine", "theirs"))
    put_on(article_id, shown, theirs)
    set_article_tags(article_id, {shown, mine}, {shown}, editor.viewer)
    assert tags_of(article_id) == {shown, mine, theirs}
    set_article_tags(article_id, {shown, mine}, {shown}, editor.viewer)
    assert tags_of(article_id) == {shown, mine, theirs}


def test_no_change_sends_no_signal(editor: Person, article_id: int) -> None:
    tag_id = make_tag("one")
    put_on(article_id, tag_id)
    with record_changes() as changed:
        set_article_tags(article_id, {tag_id}, {tag_id}, editor.viewer)
    assert changed == []


def test_a_tag_that_is_gone_is_refused_and_nothing_changes(editor: Person, article_id: int) -> None:
    tag_id, other = make_tag("one"), make_tag("other")
    put_on(article_id, tag_id)
    with pytest.raises(InvalidInput):
        set_article_tags(article_id, {other, 999_999}, {tag_id}, editor.viewer)
    db.session.rollback()
    assert tags_of(article_id) == {tag_id}


def test_undo_removes_exactly_the_tags_that_were_added(editor: Person, article_id: int) -> None:
    one, two = make_tag("one"), make_tag("two")
    second, third = make_article("Två", editor), make_article("Tre", editor)
    put_on(article_id, one, two)
    put_on(second, one)
    came = tag_articles([third, article_id, second, second], [one, two], editor.viewer)
    assert came == {second: {two}, third: {one, two}}
    gone = {999_999: {one}}  # deleted since by its author
    assert untag_articles(came | gone, editor.viewer) == [second, third]
    assert [tags_of(each) for each in (article_id, second, third)] == [{one, two}, {one}, set()]
    assert untag_articles(came, editor.viewer) == []
    assert untag_articles(gone, editor.viewer) == []


@pytest.mark.long
@given(data=strategies.data())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_undo_of_any_deed_leaves_every_article_as_it_was(
    editor: Person, data: strategies.DataObject
) -> None:
    some = strategies.sets(strategies.integers(0, 4))
    articles, tags = _shared(editor)
    for article_id, had in zip(
        articles, data.draw(strategies.lists(some, min_size=5, max_size=5)), strict=True
    ):
        now = {tags[place] for place in had}
        set_article_tags(article_id, now, tags_of(article_id), editor.viewer)
    before = _rows()
    chosen = [articles[place] for place in data.draw(some.filter(bool))]
    put = {tags[place] for place in data.draw(some)}
    came = tag_articles(chosen, put, editor.viewer)
    assert all(tags_of(article_id) >= put for article_id in chosen)
    untag_articles(read_deed(write_deed(came)), editor.viewer)
    assert _rows() == before


def _rows() -> set[tuple[object, ...]]:
    table = ArticleTag.__table__
    return {tuple(row) for row in db.session.execute(select(table))}


def _shared(editor: Person) -> tuple[list[int], list[int]]:
    """Return five articles and five tags, made once for all the examples."""
    tags = list(db.session.scalars(select(Tag.id).order_by(Tag.id)))
    articles = list(db.session.scalars(select(Article.id).order_by(Article.id)))
    if not tags:
        tags = [make_tag(f"tag-{number}") for number in range(5)]
        articles = [make_article(f"Artikel {number}", editor) for number in range(5)]
    return articles, tags


@pytest.mark.parametrize("wrong", [[], [999_999]])
def test_unknown_articles_are_not_found(editor: Person, wrong: list[int]) -> None:
    with pytest.raises(NotFound):
        tag_articles(wrong, [make_tag("one")], editor.viewer)


def test_a_list_longer_than_any_page_is_refused(editor: Person) -> None:
    with pytest.raises(InvalidInput):
        tag_articles(range(1, MOST_AT_ONCE + 2), [make_tag("one")], editor.viewer)


@pytest.mark.parametrize(
    "act",
    [
        lambda viewer, article_id, tag_id: set_article_tags(article_id, {tag_id}, set(), viewer),
        lambda viewer, article_id, tag_id: tag_articles([article_id], [tag_id], viewer),
        lambda viewer, article_id, tag_id: untag_articles({article_id: {tag_id}}, viewer),
    ],
)
def test_only_editors_tag(act: Callable[[Any, int, int], object], article_id: int) -> None:
    tag_id = make_tag("one")
    for viewer in (ANONYMOUS, make_user("author").viewer):
        with pytest.raises(NotAllowed):
            act(viewer, article_id, tag_id)
    act(make_user("editor").viewer, article_id, tag_id)


def test_only_public_articles_count(editor: Person) -> None:
    tag_id = make_tag("one")
    public = make_article("Synlig", editor)
    english = make_article("Seen", editor, language="en")
    draft = make_article("Utkast", make_user("author"))
    for article_id in (public, english, draft):
        put_on(article_id, tag_id)
    assert count_articles_by_tag() == {tag_id: 2}
    assert count_articles_by_tag("sv") == {tag_id: 1}


def test_shared_tags_come_with_the_most_frequent_first(editor: Person) -> None:
    partner = make_tag("umea-university", "university")
    rare, frequent = make_tag("a-rare"), make_tag("frequent")
    first, second = make_article("Ett", editor), make_article("Två", editor)
    put_on(first, partner, rare, frequent)
    put_on(second, partner, frequent)
    put_on(make_article("Utkast", make_user("author")), partner, rare)
    shared = list_tags_shared_with(db.session.get_one(Tag, partner), "sv", TagKind.TOPIC)
    assert [(found.tag.id, found.count) for found in shared] == [(frequent, 2), (rare, 1)]


def test_equally_frequent_universities_come_in_the_order_of_their_numbers(editor: Person) -> None:
    topic = make_tag("one")
    last = make_tag("a-last", "university", number=2)
    first = make_tag("first", "university", number=1)
    put_on(make_article("Ett", editor), topic, last, first)
    tag = db.session.get_one(Tag, topic)
    shared = list_tags_shared_with(tag, "sv", TagKind.UNIVERSITY)
    assert [found.tag.id for found in shared] == [first, last]


def test_a_translation_that_is_listed_is_not_listed_twice(editor: Person) -> None:
    tag_id = make_tag("one")
    swedish, english, alone, half = (
        make_article(title, editor, language=language)
        for title, language in (("Ett", "sv"), ("One", "en"), ("Alone", "en"), ("Half", "en"))
    )
    untagged = make_article("Halv", editor)
    pair_articles(swedish, english, editor.viewer)
    pair_articles(untagged, half, editor.viewer)
    put_on(make_article("Draft", make_user("author"), language="en"), tag_id)
    for article_id in (swedish, english, alone, half):
        put_on(article_id, tag_id)
    tag = db.session.get_one(Tag, tag_id)
    assert [found.id for found in list_untranslated(tag, "en", editor.viewer)] == [alone, half]
    assert list_untranslated(tag, "sv", ANONYMOUS) == []


def test_the_article_about_a_university_is_found_by_its_name(editor: Person) -> None:
    labels: dict[str, Any] = {"label_sv": "Umeå universitet", "label_en": "Umeå University"}
    tag_id = make_tag("umea-university", "university", **labels)
    tag = db.session.get_one(Tag, tag_id)
    assert find_namesake(tag, "sv", ANONYMOUS) is None
    article_id = make_article("Umeå universitet", editor, kind="organisation")
    put_on(article_id, tag_id)
    found = find_namesake(db.session.get_one(Tag, tag_id), "sv", ANONYMOUS)
    assert found is not None
    assert found.id == article_id


def test_the_desk_lists_articles_without_a_tag_of_a_kind(editor: Person) -> None:
    topic, partner = make_tag("topic"), make_tag("umea-university", "university")
    ready = make_article("Klar", editor)
    half = make_article("Halv", editor)
    draft = make_article("Ett utkast", make_user("author"))
    put_on(ready, topic, partner)
    put_on(half, topic)
    assert [found.id for found in list_without_tag(TagKind.TOPIC, editor.viewer).items] == [draft]
    lacking = list_without_tag(TagKind.UNIVERSITY, editor.viewer).items
    assert [found.id for found in lacking] == [draft, half]
    assert count_without_tag(TagKind.UNIVERSITY, editor.viewer) == 2
    with pytest.raises(NotAllowed):
        list_without_tag(TagKind.TOPIC, make_user("author").viewer)
