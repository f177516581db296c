"""Change the vocabulary: create, edit, merge, delete and restore tags."""

from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from wiki import signals
from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.audit.models import AuditEntry
from wiki.audit.steps import record, refuse_repeat
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput, NotFound
from wiki.tags.models import ArticleTag, Tag, TagKind, TagRedirect, WordKind
from wiki.tags.queries import (
    MergePreview,
    gained_near,
    is_used,
    list_article_ids,
    list_redirect_slugs,
    list_shared_ids,
    preview_merge,
)
from wiki.tags.steps.checks import NOT_ACCEPTED, check_term
from wiki.tags.steps.proposals import move_proposals, move_proposals_back
from wiki.tags.steps.terms import (
    count_change,
    describe_tag,
    lock_tag,
    put_term,
    put_words,
    term_of,
)
from wiki.tags.steps.unmerge import (
    give_addresses,
    move_articles_back,
    move_children_back,
    take_addresses,
    take_synonyms,
)
from wiki.tags.terms import Term, distinct_words

_ONLY_TOPICS = _("The universities and the UN goals are fixed: only their words can be edited.")

_NEWER = _("Somebody else has saved this term while you were writing.")
_LOOK_AGAIN = _("Somebody has changed the term meanwhile. Look at it once more, then decide.")


def create_tag(term: Term, viewer: Viewer, form_id: str | None = None) -> Tag:
    """Add a topic; raise InvalidInput when the term cannot be accepted.

    Raises AlreadyMade when the form with `form_id` has added one already.
    """
    require(Permission.MANAGE_TAGS, viewer)
    if term.kind != TagKind.TOPIC:
        raise InvalidInput(_ONLY_TOPICS)
    with write():
        refuse_repeat(viewer.user_id, "tag", form_id)
        tag = _store_term(term)
        record(viewer.user_id, "create", "tag", tag.id, form_id, **describe_tag(tag))
        signals.tag_changed.send(tag, article_ids=[])
    return tag


def _store_term(term: Term, tag: Tag | None = None) -> Tag:
    """Check a term and store it, in `tag` or as a new tag."""
    try:
        return put_term(check_term(term, tag), tag)
    except IntegrityError as error:
        # Only PostgreSQL lets a second editor get this far with the same slug.
        message = _("Another tag has or had this address.")
        raise InvalidInput(NOT_ACCEPTED, {"slug": message}) from error


def update_tag(tag_id: int, term: Term, base: str, viewer: Viewer) -> Tag:
    """Store an edited term in its tag; the kind, the number and a fixed tag's slug do not change.

    Raises EditConflict when `base` is no longer the tag's edition and the term differs from what
    is stored.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write():
        tag = lock_tag(tag_id)
        edition, before = tag.edition, describe_tag(tag)
        term = replace(term, kind=tag.kind, number=tag.number)
        if tag.kind != TagKind.TOPIC:
            term = replace(term, slug=tag.slug, parent_id=None)
        if tag.kind != TagKind.UNIVERSITY:
            term = replace(term, website="", contact="")
        _store_term(term, tag)
        after = describe_tag(tag)
        if edition != base and after != before:
            raise EditConflict(_NEWER)
        count_change(tag, before)
        record(viewer.user_id, "update", "tag", tag.id, before=before, after=after)
        signals.tag_changed.send(tag, article_ids=list(list_article_ids(tag.id, viewer)))
    return tag


def merge_tags(source_id: int, target_id: int, seen: str, viewer: Viewer) -> Tag:
    """Move everything that `source` has to `target`, and delete `source`.

    Every article that had either tag has the target once. The source's labels and synonyms become
    synonyms of the target, its slugs redirect to the target, and its subtopics move below the
    target. Raises EditConflict when `seen` no longer names the current editions of both.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write():
        source, target = _lock_both(source_id, target_id)
        preview = preview_merge(source, target, viewer)
        _refuse_changed(preview.editions, seen)
        before = describe_tag(target)
        entry = {"source": describe_tag(source), "source_id": source.id, **_describe_merge(preview)}
        _merge_synonyms(preview)
        _move_children(source, target)
        count_change(target, before)
        _move_articles(source.id, target.id)
        entry["proposal_ids"] = move_proposals(source.id, target.id)
        _move_redirects(source, target)
        record(viewer.user_id, "merge", "tag", target.id, **entry)
        signals.tag_changed.send(target, article_ids=list(preview.article_ids))
    return target


def _lock_both(source_id: int, target_id: int) -> tuple[Tag, Tag]:
    # Always in the same order, so that two merges never wait for each other.
    found = {tag_id: lock_tag(tag_id) for tag_id in sorted({source_id, target_id})}
    source, target = found[source_id], found[target_id]
    if source.kind != TagKind.TOPIC or target.kind != TagKind.TOPIC:
        raise InvalidInput(_ONLY_TOPICS)
    if source is target:
        message = _("Choose another topic than the one that is to be merged.")
        raise InvalidInput(NOT_ACCEPTED, {"target": message})
    return source, target


def _refuse_changed(edition: str, seen: str) -> None:
    if edition != seen:
        raise EditConflict(_LOOK_AGAIN)


def _describe_merge(preview: MergePreview) -> dict[str, Any]:
    return {
        "target": preview.target.slug,
        "article_ids": list(preview.article_ids),
        "both_ids": list(list_shared_ids(preview.source.id, preview.target.id)),
        "both_count": preview.both_count,
        "synonyms_gained": {"sv": preview.synonyms_sv, "en": preview.synonyms_en},
        "redirects": preview.slugs,
        "children_moved": [child.slug for child in preview.children],
        "child_ids": [child.id for child in preview.children],
        "target_parent_id": preview.target.parent_id,
    }


def _merge_synonyms(preview: MergePreview) -> None:
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
    step: Tag | None = target
    while step is not None and step.id != source.id:
        step = step.parent
    if step is not None:
        target.parent_id = source.parent_id
        db.session.flush()
    db.session.execute(
        update(Tag)
        .where(Tag.parent_id == source.id, Tag.id != target.id)
        .values(parent_id=target.id, version=Tag.version + 1)
    )


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


def delete_tag(tag_id: int, seen: str, viewer: Viewer) -> AuditEntry:
    """Delete an unused topic; return the audit log entry from which it can be restored.

    Raises EditConflict when `seen` is no longer the topic's edition.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write():
        tag = lock_tag(tag_id)
        if tag.kind != TagKind.TOPIC:
            raise InvalidInput(_ONLY_TOPICS)
        _refuse_changed(tag.edition, seen)
        if is_used(tag):
            raise InvalidInput(_("The topic is in use. Merge it into another one instead."))
        redirects = list_redirect_slugs(tag.id)
        record(viewer.user_id, "delete", "tag", tag.id, **describe_tag(tag), redirects=redirects)
        signals.tag_changed.send(tag, article_ids=[])
        db.session.delete(tag)
        db.session.flush()
        entry = find_entry(tag_id, "delete")
    return entry


def find_entry(tag_id: int, action: str) -> AuditEntry:
    """Return the latest entry of the audit log about an action on a tag, to undo it from."""
    return db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.object_type == "tag",
            AuditEntry.object_id == tag_id,
            AuditEntry.action == action,
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).one()


def restore_tag(entry_id: int, viewer: Viewer) -> Tag:
    """Restore a deleted topic and its redirects from its entry in the audit log."""
    require(Permission.MANAGE_TAGS, viewer)
    with write():
        entry = _get_entry(entry_id, "delete")
        tag = _store_term(term_of(entry.detail))
        for slug in entry.detail["redirects"]:
            if db.session.get(TagRedirect, slug) is None:
                db.session.add(TagRedirect(slug=slug, tag_id=tag.id))
        record(viewer.user_id, "restore", "tag", tag.id, slug=tag.slug, entry_id=entry_id)
        signals.tag_changed.send(tag, article_ids=[])
    return tag


def _get_entry(entry_id: int, action: str) -> AuditEntry:
    entry = db.session.get(AuditEntry, entry_id)
    if entry is None or (entry.object_type, entry.action) != ("tag", action):
        raise NotFound()
    return entry


def undo_merge(entry_id: int, viewer: Viewer) -> Tag:
    """Take a merged topic out of the other one again, from the entry in the audit log.

    It gets back its words, addresses, subtopics and articles; what was changed since stays.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write():
        entry = _get_entry(entry_id, "merge")
        if "both_ids" not in entry.detail:  # written before merges could be undone
            raise InvalidInput(_("There is nothing to undo."))
        detail, target = entry.detail, lock_tag(entry.object_id or 0)
        before = describe_tag(target)
        take_addresses(target, detail["redirects"])
        take_synonyms(target, detail["synonyms_gained"])
        source = _store_term(term_of(detail["source"]))
        give_addresses(source, detail["redirects"])
        move_children_back(source, target, detail)
        count_change(target, before)
        article_ids = move_articles_back(source, target, detail, entry.at)
        move_proposals_back(detail.get("proposal_ids", ()), source.id, target.id)
        record(viewer.user_id, "undo_merge", "tag", source.id, slug=source.slug, entry_id=entry_id)
        for tag in (source, target):
            signals.tag_changed.send(tag, article_ids=article_ids)
    return source
