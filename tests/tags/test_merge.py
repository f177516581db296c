"""Merge tags: no article, word, address or child of either is lost."""

import pytest
from sqlalchemy import select

from tests.builders import Person, make_article, make_tag, put_on
from tests.tags.stored import (
    edition,
    editions,
    get,
    last_entry,
    record_signals,
    tagged_articles,
    words_of,
)
from wiki.db import db
from wiki.errors import InvalidInput, NotFound
from wiki.tags.actions.merge import merge_tags
from wiki.tags.actions.terms import delete_tag
from wiki.tags.models import Tag, TagKind, TagRedirect
from wiki.tags.queries import TopicNode, find_tag, list_topic_tree, preview_merge

pytestmark = pytest.mark.usefixtures("context")


# The tags that each of two articles has: the source, the target, both or neither.
TAGS_BEFORE = [(), ("source",), ("target",), ("source", "target")]


@pytest.mark.sampled(3)
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
    # The words of the target are others now, so that its own articles are concerned too.
    assert calls == [("target", expected)]


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


@pytest.mark.long
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
