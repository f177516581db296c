"""Create, edit, merge, delete and restore tags."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select

from tests.builders import Person, make_article, make_tag, make_user, put_on
from wiki import signals
from wiki.accounts.viewer import ANONYMOUS
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.errors import InvalidInput, NotAllowed, NotFound
from wiki.tags.actions import create_tag, delete_tag, merge_tags, restore_tag, update_tag
from wiki.tags.models import ArticleTag, Tag, TagKind, TagRedirect
from wiki.tags.queries import TopicNode, find_tag, list_topic_tree, list_word_clashes, preview_merge
from wiki.tags.terms import Term

pytestmark = pytest.mark.usefixtures("context")

pytestmark = pytest.mark.usefixtures("context")


def topic(label: str = "Samskapande", label_en: str = "Co-creation", **more: Any) -> Term:
    return Term(kind="topic", label_sv=label, label_en=label_en, **more)


def get(tag_id: int) -> Tag:
    return db.session.get_one(Tag, tag_id)


def edition(tag_id: int) -> str:
    return get(tag_id).edition


def editions(source_id: int, target_id: int) -> str:
    return f"{edition(source_id)} {edition(target_id)}"


def words_of(tag_id: int, language: str) -> list[str]:
    return [synonym.text for synonym in get(tag_id).synonyms if synonym.language == language]


def tagged_articles(tag_id: int) -> list[int]:
    rows = select(ArticleTag.article_id).where(ArticleTag.tag_id == tag_id)
    return sorted(db.session.scalars(rows))


@contextmanager
def record_signals() -> Iterator[list[tuple[str, list[int]]]]:
    calls: list[tuple[str, list[int]]] = []

    def listen(tag: Tag, article_ids: list[int]) -> None:
        calls.append((tag.slug, article_ids))

    with signals.tag_changed.connected_to(listen):
        yield calls


def last_entry() -> AuditEntry:
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first() or (
        AuditEntry()
    )


def test_a_topic_gets_its_address_from_the_english_term(editor: Person) -> None:
    tag = create_tag(topic(synonyms_sv=("medskapande", "Medskapande", "")), editor.viewer)
    assert (tag.slug, tag.kind) == ("co-creation", "topic")
    assert words_of(tag.id, "sv") == ["medskapande"]
    assert last_entry().action == "create"


@pytest.mark.parametrize("kind", ["university", "sdg"])
def test_universities_and_goals_are_never_created(editor: Person, kind: str) -> None:
    with pytest.raises(InvalidInput):
        create_tag(Term(kind=kind, label_sv="Lund", label_en="Lund"), editor.viewer)


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
    tag_id = make_tag("umea-university", "university")
    term = Term("topic", "Umeå", "Umea", slug="other", parent_id=tag_id, website="https://umu.se")
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


# The tags that each of two articles has: the source, the target, both or neither.
TAGS_BEFORE = [(), ("source",), ("target",), ("source", "target")]


@pytest.mark.long
@pytest.mark.parametrize("first", TAGS_BEFORE)
@pytest.mark.parametrize("second", TAGS_BEFORE)
def test_a_merge_loses_and_doubles_no_article(
    editor: Person, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    ids = {name: make_tag(name) for name in ("source", "target", "other")}
    articles = [make_article(title, editor) for title in ("Ett", "Två")]
    names_by_article = list(zip(articles, (first, second), strict=True))
    for article_id, names in names_by_article:
        put_on(article_id, ids["other"], *(ids[name] for name in names))
    expected = [article_id for article_id, names in names_by_article if names]
    affected = [article_id for article_id, names in names_by_article if "source" in names]
    preview = preview_merge(get(ids["source"]), get(ids["target"]), editor.viewer)
    assert list(preview.article_ids) == affected
    with record_signals() as calls:
        merge_tags(
            ids["source"], ids["target"], editions(ids["source"], ids["target"]), editor.viewer
        )
    assert tagged_articles(ids["target"]) == expected
    assert tagged_articles(ids["other"]) == articles
    assert calls == [("target", affected)]


def test_a_merge_keeps_every_word_and_address(editor: Person) -> None:
    source = make_tag(
        "co-design",
        label_sv="Samdesign",
        label_en="Co-design",
        synonyms_sv=("deltagande design", "samskapande"),
        synonyms_en=("participatory design",),
        description_sv="Om att rita tillsammans.",
    )
    target = make_tag(
        "co-creation",
        label_sv="Samskapande",
        label_en="Co-creation",
        synonyms_sv=("medskapande",),
        synonyms_en=("Co design",),
    )
    db.session.add(TagRedirect(slug="older-design", tag_id=source))
    db.session.commit()
    preview = preview_merge(get(source), get(target), editor.viewer)
    merge_tags(source, target, editions(source, target), editor.viewer)
    assert words_of(target, "sv") == ["medskapande", "Samdesign", "deltagande design"]
    assert words_of(target, "en") == ["Co design", "participatory design"]
    assert preview.synonyms_sv == ("Samdesign", "deltagande design")
    assert preview.slugs == ("co-design", "older-design")
    for slug in preview.slugs:
        assert find_tag(slug).id == target
    assert db.session.get(Tag, source) is None
    detail = last_entry().detail
    assert detail["source"]["description_sv"] == "Om att rita tillsammans."
    assert detail["synonyms_gained"]["sv"] == ["Samdesign", "deltagande design"]
    assert detail["redirects"] == ["co-design", "older-design"]


def tree(editor: Person) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    waiting: list[tuple[TopicNode, str | None]] = [(node, None) for node in list_topic_tree("sv")]
    while waiting:
        node, parent = waiting.pop()
        found[node.tag.slug] = parent
        waiting += [(child, node.tag.slug) for child in node.children]
    return found


@pytest.mark.parametrize("target", ["a", "b", "c", "beside", "above"])
def test_children_move_and_no_ring_appears(editor: Person, target: str) -> None:
    ids = {"above": make_tag("above")}
    ids["source"] = make_tag("source", parent_id=ids["above"])
    ids["beside"] = make_tag("beside", parent_id=ids["above"])
    ids["a"] = make_tag("a", parent_id=ids["source"])
    ids["b"] = make_tag("b", parent_id=ids["a"])
    ids["c"] = make_tag("c", parent_id=ids["source"])
    merge_tags(ids["source"], ids[target], editions(ids["source"], ids[target]), editor.viewer)
    after = tree(editor)
    # A topic in a cycle has no root and would be missing here.
    assert set(after) == {"above", "beside", "a", "b", "c"}
    for moved in {"a", "c"} - {target}:
        assert after[moved] == target
    assert after["b"] == ("above" if target == "b" else "a")


@pytest.mark.parametrize("kind", [TagKind.UNIVERSITY, TagKind.SDG])
def test_fixed_tags_are_neither_merged_nor_deleted(editor: Person, kind: str) -> None:
    fixed, free = make_tag("fixed", kind), make_tag("free")
    for pair in ((fixed, free), (free, fixed)):
        with pytest.raises(InvalidInput):
            merge_tags(*pair, editions(*pair), editor.viewer)
    with pytest.raises(InvalidInput):
        delete_tag(fixed, edition(fixed), editor.viewer)
    assert {fixed, free} == set(db.session.scalars(select(Tag.id)))


def test_a_topic_is_not_merged_into_itself(editor: Person) -> None:
    tag_id = make_tag("one")
    with pytest.raises(InvalidInput):
        merge_tags(tag_id, tag_id, editions(tag_id, tag_id), editor.viewer)
    with pytest.raises(NotFound):
        merge_tags(tag_id, tag_id + 1, "", editor.viewer)


def test_a_deleted_topic_comes_back_with_its_words_and_addresses(editor: Person) -> None:
    tag_id = make_tag("co-creation", synonyms_sv=("medskapande",), description_en="Together.")
    db.session.add(TagRedirect(slug="older", tag_id=tag_id))
    db.session.commit()
    entry = delete_tag(tag_id, edition(tag_id), editor.viewer)
    for slug in ("co-creation", "older"):
        with pytest.raises(NotFound):
            find_tag(slug)
    tag = restore_tag(entry.id, editor.viewer)
    assert find_tag("older").id == find_tag("co-creation").id == tag.id
    assert (words_of(tag.id, "sv"), tag.description_en) == (["medskapande"], "Together.")
    with pytest.raises(InvalidInput):
        restore_tag(entry.id, editor.viewer)


def test_a_topic_in_use_is_not_deleted(editor: Person) -> None:
    used, above = make_tag("used"), make_tag("above")
    make_tag("below", parent_id=above)
    put_on(make_article("En artikel", editor), used)
    for tag_id in (used, above):
        with pytest.raises(InvalidInput):
            delete_tag(tag_id, edition(tag_id), editor.viewer)


def test_only_a_deletion_can_be_taken_back(editor: Person) -> None:
    create_tag(topic(), editor.viewer)
    with pytest.raises(NotFound):
        restore_tag(last_entry().id, editor.viewer)


def test_words_with_two_meanings_are_found() -> None:
    first = make_tag("one", synonyms_sv=("gemensam",), synonyms_en=("shared",))
    make_tag("two", synonyms_sv=("Gemensam", "egen"))
    found = list_word_clashes()
    assert [(clash.language, clash.word) for clash in found] == [("sv", "gemensam")]
    assert {tag.slug for tag in found[0].tags} == {"one", "two"}
    assert list_word_clashes(get(first)) == found
