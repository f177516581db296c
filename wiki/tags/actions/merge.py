"""Merge two topics."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select, update

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.db import db, write
from wiki.errors import InvalidInput
from wiki.tags.models import ArticleTag, Tag, TagKind, TagRedirect, WordKind
from wiki.tags.queries import (
    MergePreview,
    gained_near,
    preview_merge,
    read_parents,
    read_related_pairs,
)
from wiki.tags.steps.checks import NOT_ACCEPTED, ONLY_TOPICS, refuse_changed
from wiki.tags.steps.deeds import keep_deed
from wiki.tags.steps.proposals import move_proposals
from wiki.tags.steps.relations import add_pairs, drop_pairs
from wiki.tags.steps.terms import count_change, describe_tag, lock_tag, put_words
from wiki.tags.terms import distinct_words
from wiki.tags.tree import find_close_pairs, iterate_above, make_pair


def merge_tags(source_id: int, target_id: int, seen: str, viewer: Viewer) -> Tag:
    """Move everything that `source` has to `target`, and delete `source`.

    Every article that had either tag has the target once. The source's labels and synonyms become
    synonyms of the target, its slugs redirect to the target, its subtopics move below the target,
    and what it is related to is related to the target, unless that stands above or below it.
    Raises EditConflict when `seen` no longer names the current editions of both.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write(), keep_deed("merge", (source_id, target_id), viewer) as deed:
        source, target = _lock_both(source_id, target_id)
        preview = preview_merge(source, target, viewer)
        refuse_changed(preview.editions, seen)
        before = describe_tag(target)
        deed.tag_id, deed.detail = target.id, _describe_merge(preview)
        _merge_words(preview)
        _move_children(source, target)
        _move_relations(source.id, target.id)
        _move_articles(source.id, target.id)
        move_proposals(source.id, target.id)
        _move_redirects(source, target)
        count_change(target, before)
    return target


def _lock_both(source_id: int, target_id: int) -> tuple[Tag, Tag]:
    # Always in the same order, so that two merges never wait for each other.
    found = {tag_id: lock_tag(tag_id) for tag_id in sorted({source_id, target_id})}
    source, target = found[source_id], found[target_id]
    if source.kind != TagKind.TOPIC or target.kind != TagKind.TOPIC:
        raise InvalidInput(ONLY_TOPICS)
    if source is target:
        message = _("Choose another topic than the one that is to be merged.")
        raise InvalidInput(NOT_ACCEPTED, {"target": message})
    if target.retired_at is not None:
        message = _("That topic is retired. Choose one that is in use.")
        raise InvalidInput(NOT_ACCEPTED, {"target": message})
    return source, target


def _describe_merge(preview: MergePreview) -> dict[str, Any]:
    return {
        "source": describe_tag(preview.source),
        "source_id": preview.source.id,
        "target": preview.target.slug,
        "article_count": len(preview.article_ids),
        "synonyms_gained": {"sv": preview.synonyms_sv, "en": preview.synonyms_en},
        "redirects": preview.slugs,
        "children_moved": [child.slug for child in preview.children],
    }


def _merge_words(preview: MergePreview) -> None:
    target = preview.target
    for language, new_words in (("sv", preview.synonyms_sv), ("en", preview.synonyms_en)):
        same = (*target.words(language), *new_words)
        near = target.words(language, WordKind.NEAR)
        near += gained_near(preview.source, target, language)
        put_words(target, language, same, distinct_words(near, same))


def _move_children(source: Tag, target: Tag) -> None:
    """Move the subtopics of `source` below `target`, without creating a cycle.

    A target that is itself below the source first takes the source's place in the tree.
    """
    if source.id in iterate_above(read_parents(), target.id):
        target.parent_id = source.parent_id
        db.session.flush()
    db.session.execute(
        update(Tag)
        .where(Tag.parent_id == source.id, Tag.id != target.id)
        .values(parent_id=target.id, version=Tag.version + 1)
    )


def _move_relations(source_id: int, target_id: int) -> None:
    """Relate the target to what the source was related to, where the tree allows it now."""
    pairs = read_related_pairs()
    own = {pair for pair in pairs if source_id in pair}
    others = {other for pair in own for other in pair} - {source_id, target_id}
    new = {make_pair(target_id, other) for other in others} - pairs
    add_pairs(new)
    close = find_close_pairs(read_parents(), (pairs | new) - own)
    drop_pairs([*own, *close])


def _move_articles(source_id: int, target_id: int) -> None:
    has_both = select(ArticleTag.article_id).where(ArticleTag.tag_id == target_id)
    db.session.execute(
        delete(ArticleTag)
        .where(ArticleTag.tag_id == source_id, ArticleTag.article_id.in_(has_both))
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(ArticleTag)
        .where(ArticleTag.tag_id == source_id)
        .values(tag_id=target_id)
        .execution_options(synchronize_session=False)
    )


def _move_redirects(source: Tag, target: Tag) -> None:
    """Delete `source`; redirect its slug, and its own redirects, to `target`."""
    db.session.execute(
        update(TagRedirect).where(TagRedirect.tag_id == source.id).values(tag_id=target.id)
    )
    slug = source.slug
    db.session.delete(source)
    db.session.add(TagRedirect(slug=slug, tag_id=target.id))
    db.session.flush()
