"""Rename, move, retire and split topics."""

from collections.abc import Collection
from dataclasses import replace

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, insert, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import InvalidInput
from wiki.tags.models import ArticleTag, Tag, TagKind, WordKind
from wiki.tags.queries import list_children
from wiki.tags.steps.checks import NOT_ACCEPTED, ONLY_TOPICS, check_term, refuse_changed
from wiki.tags.steps.deeds import Deed, keep_deed
from wiki.tags.steps.relations import check_place
from wiki.tags.steps.terms import count_change, describe_tag, lock_tag, put_term, put_words, term_of
from wiki.tags.terms import Renaming, Split, distinct_words
from wiki.web.i18n import LANGUAGES

_NOTHING_MOVES = _("Choose at least one article or synonym that goes to the new topic.")


def _lock_topic(tag_id: int, seen: str) -> Tag:
    tag = lock_tag(tag_id)
    if tag.kind != TagKind.TOPIC:
        raise InvalidInput(ONLY_TOPICS)
    refuse_changed(tag.edition, seen)
    return tag


def rename_tag(tag_id: int, renaming: Renaming, seen: str, viewer: Viewer) -> Deed:
    """Give a topic other labels and another address; the former address leads to it.

    Raises EditConflict when `seen` is no longer the topic's edition.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write(), keep_deed("rename", (tag_id,), viewer) as deed:
        tag = _lock_topic(tag_id, seen)
        before = describe_tag(tag)
        put_term(check_term(renaming.apply(term_of(tag)), tag), tag)
        count_change(tag, before)
        deed.detail = {"before": before, "after": describe_tag(tag)}
    return deed


def move_tag(tag_id: int, parent_id: int | None, seen: str, viewer: Viewer) -> Deed:
    """Put a topic, with what is below it, under another topic or at the top.

    Raises EditConflict when `seen` is no longer the topic's edition.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write(), keep_deed("move", (tag_id,), viewer) as deed:
        tag = _lock_topic(tag_id, seen)
        fault = check_place(tag, parent_id)
        if fault:
            raise InvalidInput(NOT_ACCEPTED, {"parent_id": fault})
        before = describe_tag(tag)
        tag.parent_id = parent_id
        count_change(tag, before)
        deed.detail = {"before": before, "after": describe_tag(tag)}
    return deed


def retire_tag(tag_id: int, seen: str, viewer: Viewer) -> Deed:
    """Offer a topic no more; its articles keep it, and its subtopics move up.

    Raises EditConflict when `seen` is no longer the topic's edition.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write(), keep_deed("retire", (tag_id,), viewer) as deed:
        tag = _lock_topic(tag_id, seen)
        if tag.retired_at is not None:
            raise InvalidInput(_("The topic is retired already."))
        children = list_children(tag, "sv")
        for child in children:
            child.parent_id = tag.parent_id
            child.version += 1
        tag.retired_at = now()
        tag.version += 1
        deed.detail = {"children_moved": [child.slug for child in children]}
    return deed


def reuse_tag(tag_id: int, seen: str, viewer: Viewer) -> Deed:
    """Offer a retired topic again, where it was in the tree; former subtopics stay.

    Raises EditConflict when `seen` is no longer the topic's edition.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write(), keep_deed("reuse", (tag_id,), viewer) as deed:
        tag = _lock_topic(tag_id, seen)
        tag.retired_at = None
        tag.version += 1
    return deed


def split_tag(tag_id: int, split: Split, seen: str, viewer: Viewer) -> Deed:
    """Make a new topic beside one, and give it some of its articles and words.

    Raises EditConflict when `seen` is no longer the topic's edition.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write(), keep_deed("split", (tag_id,), viewer) as deed:
        tag = _lock_topic(tag_id, seen)
        before = describe_tag(tag)
        moved = _list_tagged(tag.id, split.moved | split.shared)
        if not (moved or split.words):
            raise InvalidInput(NOT_ACCEPTED, {"articles": _NOTHING_MOVES})
        for language in LANGUAGES:
            staying = distinct_words(tag.words(language), split.words_of(language))
            put_words(tag, language, staying, tag.words(language, WordKind.NEAR))
        term = replace(split.term, kind=TagKind.TOPIC, parent_id=tag.parent_id)
        new = put_term(check_term(term))
        _share_articles(tag.id, new.id, split, moved)
        count_change(tag, before)
        deed.also = [new.id]
        deed.detail = {"new": new.slug, "new_id": new.id, "article_count": len(moved)}
    return deed


def _list_tagged(tag_id: int, article_ids: Collection[int]) -> set[int]:
    query = select(ArticleTag.article_id).where(ArticleTag.tag_id == tag_id)
    return set(db.session.scalars(query)) & set(article_ids)


def _share_articles(tag_id: int, new_id: int, split: Split, moved: Collection[int]) -> None:
    """Tag with the new topic as the old one was put there, and take the old one off some."""
    query = select(ArticleTag.article_id, ArticleTag.added_by_id, ArticleTag.added_at).where(
        ArticleTag.tag_id == tag_id
    )
    names = ("article_id", "added_by_id", "added_at")
    rows = [
        {"tag_id": new_id, **dict(zip(names, row, strict=True))}
        for row in db.session.execute(query)
        if row.article_id in moved
    ]
    if rows:
        db.session.execute(insert(ArticleTag), rows)
    off = [article_id for article_id in moved if article_id not in split.shared]
    db.session.execute(
        delete(ArticleTag)
        .where(ArticleTag.tag_id == tag_id, ArticleTag.article_id.in_(off))
        .execution_options(synchronize_session=False)
    )
