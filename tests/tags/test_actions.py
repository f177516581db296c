"""Create, edit, delete and restore tags."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.builders import Person, make_article, make_tag, make_user, put_on
from tests.tags.stored import edition, editions, get, last_entry, record_signals, topic, words_of
from wiki.accounts.viewer import ANONYMOUS
from wiki.db import db
from wiki.errors import InvalidInput, NotAllowed, NotFound
from wiki.tags.actions.merge import merge_tags
from wiki.tags.actions.terms import create_tag, delete_tag, update_tag
from wiki.tags.actions.undo import undo_deed
from wiki.tags.models import Tag, TagRedirect
from wiki.tags.queries import find_tag, list_word_clashes, preview_merge
from wiki.tags.terms import Term

pytestmark = pytest.mark.usefixtures("context")


def test_a_topic_gets_its_address_from_the_english_term(editor: Person) -> None:
    tag = create_tag(topic(synonyms_sv=("medskapande", "Medskapande", "")), editor.viewer)
    assert (tag.slug, tag.kind) == ("co-creation", "topic")
    assert words_of(tag.id, "sv") == ["medskapande"]
    assert last_entry().action == "create"


@pytest.mark.parametrize("kind", ["university", "sdg"])
def test_universities_and_goals_are_never_created(editor: Person, kind: str) -> None:
    with pytest.raises(InvalidInput):
        create_tag(Term(kind=kind, label_sv="Lund", label_en="Lund"), editor.viewer)


@pytest.mark.long
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": " "}, "label_sv"),
        ({"label_en": ""}, "label_en"),
        ({"label": "x" * 101}, "label_sv"),
        ({"label": "a\x00b"}, "label_sv"),
        ({"label": "skola"}, "label_sv"),
        ({"slug": "Två ord"}, "slug"),
        ({"slug": "new"}, "slug"),
        ({"slug": "school"}, "slug"),
        ({"slug": "old-school"}, "slug"),
        ({"parent_id": 987_654}, "parent_id"),
        ({"description_sv": "x" * 2001}, "description_sv"),
        ({"description_en": "\ufffe"}, "description_en"),
        ({"synonyms_sv": ("x" * 101,)}, "synonyms_sv"),
        ({"synonyms_en": tuple(f"word {n}" for n in range(51))}, "synonyms_en"),
        ({"synonyms_en": ("a\x07",)}, "synonyms_en"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "https://[broken"}, "website"),
        ({"contact": "x" * 1001}, "contact"),
    ],
)
def test_broken_words_are_refused_at_their_field(
    editor: Person, changes: dict[str, Any], field: str
) -> None:
    school = make_tag("school", label_sv="Skola", label_en="School")
    db.session.add(TagRedirect(slug="old-school", tag_id=school))
    db.session.commit()
    with pytest.raises(InvalidInput) as refusal:
        create_tag(topic(**changes), editor.viewer)
    assert list(refusal.value.fields) == [field]
    assert [tag.id for tag in db.session.scalars(select(Tag))] == [school]


def test_an_old_address_leads_to_the_new_one_and_back_again(editor: Person) -> None:
    tag_id = make_tag("co-creation", label_sv="Samskapande", label_en="Co-creation")
    update_tag(tag_id, topic(slug="co-production"), edition(tag_id), editor.viewer)
    assert find_tag("co-creation").slug == "co-production"
    update_tag(tag_id, topic(slug="co-creation"), edition(tag_id), editor.viewer)
    assert find_tag("co-production").slug == "co-creation"
    assert db.session.scalars(select(TagRedirect.slug)).all() == ["co-production"]


def test_a_fixed_tag_keeps_its_address_and_kind(editor: Person) -> None:
    tag_id = make_tag("umea-university", "university", website="https://umu.se")
    term = Term("topic", "Umeå", "Umea", slug="other", parent_id=tag_id, website="https://x.se")
    tag = update_tag(tag_id, term, edition(tag_id), editor.viewer)
    assert (tag.kind, tag.slug, tag.parent_id) == ("university", "umea-university", None)
    assert (tag.label_sv, tag.website) == ("Umeå", "https://umu.se")


def test_a_topic_never_stands_below_itself(editor: Person) -> None:
    top = make_tag("top")
    middle = make_tag("middle", parent_id=top)
    low = make_tag("low", parent_id=middle)
    for parent_id in (top, middle, low):
        with pytest.raises(InvalidInput) as refusal:
            update_tag(top, topic(parent_id=parent_id), edition(top), editor.viewer)
        assert list(refusal.value.fields) == ["parent_id"]
    assert update_tag(low, topic(parent_id=top), edition(low), editor.viewer).parent_id == top


def test_a_change_names_the_articles_whose_words_changed(editor: Person) -> None:
    tag_id = make_tag("co-creation")
    article_id = make_article("En artikel", editor)
    put_on(article_id, tag_id)
    with record_signals() as calls:
        update_tag(tag_id, topic(label="Medskapande"), edition(tag_id), editor.viewer)
    assert calls == [("co-creation", [article_id])]


@pytest.mark.parametrize(
    "act",
    [
        lambda viewer, first, _: create_tag(topic(), viewer),
        lambda viewer, first, _: update_tag(first, topic(), edition(first), viewer),
        lambda viewer, first, second: merge_tags(first, second, editions(first, second), viewer),
        lambda viewer, first, _: delete_tag(first, edition(first), viewer),
        lambda viewer, first, second: preview_merge(get(first), get(second), viewer),
    ],
)
def test_only_editors_change_the_vocabulary(act: Callable[[Any, int, int], object]) -> None:
    first, second = make_tag("one"), make_tag("two")
    for viewer in (ANONYMOUS, make_user("author").viewer):
        with pytest.raises(NotAllowed):
            act(viewer, first, second)
    act(make_user("editor").viewer, first, second)


def test_a_deleted_topic_comes_back_with_its_words_and_addresses(editor: Person) -> None:
    tag_id = make_tag("co-creation", synonyms_sv=("medskapande",), description_en="Together.")
    db.session.add(TagRedirect(slug="older", tag_id=tag_id))
    db.session.commit()
    entry = delete_tag(tag_id, edition(tag_id), editor.viewer)
    for slug in ("co-creation", "older"):
        with pytest.raises(NotFound):
            find_tag(slug)
    tag = undo_deed(entry.id, editor.viewer).tag
    assert tag is not None
    assert find_tag("older").id == find_tag("co-creation").id == tag.id
    assert (words_of(tag.id, "sv"), tag.description_en) == (["medskapande"], "Together.")
    with pytest.raises(InvalidInput):
        undo_deed(entry.id, editor.viewer)


def test_a_topic_in_use_is_not_deleted(editor: Person) -> None:
    used, above = make_tag("used"), make_tag("above")
    make_tag("below", parent_id=above)
    put_on(make_article("En artikel", editor), used)
    for tag_id in (used, above):
        with pytest.raises(InvalidInput):
            delete_tag(tag_id, edition(tag_id), editor.viewer)


def test_only_what_was_done_to_terms_can_be_taken_back(editor: Person) -> None:
    make_article("En artikel", editor)
    with pytest.raises(NotFound):
        undo_deed(last_entry().id, editor.viewer)


def test_words_with_two_meanings_are_found() -> None:
    first = make_tag("one", synonyms_sv=("gemensam",), synonyms_en=("shared",))
    make_tag("two", synonyms_sv=("Gemensam", "egen"))
    found = list_word_clashes()
    assert [(clash.language, clash.word) for clash in found] == [("sv", "gemensam")]
    assert {tag.slug for tag in found[0].tags} == {"one", "two"}
    assert list_word_clashes(get(first)) == found
