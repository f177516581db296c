"""Take two merged terms apart again, in steps; no step commits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, insert, select, update

from wiki.db import db
from wiki.errors import InvalidInput
from wiki.tags.models import ArticleTag, Tag, TagRedirect
from wiki.tags.steps.terms import put_words
from wiki.tags.terms import word_key
from wiki.web.i18n import LANGUAGES

_NOTHING = _("There is nothing to undo.")


def take_addresses(target: Tag, slugs: list[str]) -> None:
    """Remove the redirects that the merge made; raise InvalidInput when none is left.

    That is so when the merge was undone before.
    """
    found = select(TagRedirect).where(TagRedirect.tag_id == target.id, TagRedirect.slug.in_(slugs))
    redirects = db.session.scalars(found).all()
    if not redirects:
        raise InvalidInput(_NOTHING)
    for redirect in redirects:
        db.session.delete(redirect)
    db.session.flush()


def give_addresses(source: Tag, slugs: list[str]) -> None:
    """Let the former slugs of the term lead to it again, but for those that are taken since."""
    for slug in slugs:
        taken = select(Tag.id).where(Tag.slug == slug)
        if db.session.get(TagRedirect, slug) is None and db.session.scalar(taken) is None:
            db.session.add(TagRedirect(slug=slug, tag_id=source.id))


def take_synonyms(target: Tag, gained: Mapping[str, list[str]]) -> None:
    """Take away the synonyms that the merge added, if they are still there."""
    for language in LANGUAGES:
        keys = {word_key(word) for word in gained[language]}
        own = [synonym for synonym in target.synonyms if synonym.language == language]
        kept = tuple(synonym.text for synonym in own if synonym.key not in keys)
        put_words(target, language, kept)
    db.session.flush()


def move_children_back(source: Tag, target: Tag, entry: Mapping[str, Any]) -> None:
    """Move the subtopics back below the term, but for those that were moved elsewhere since.

    A target that had taken the place of the source goes back below it, or to where it was.
    """
    db.session.execute(
        update(Tag)
        .where(Tag.id.in_(entry["child_ids"]), Tag.parent_id == target.id)
        .values(parent_id=source.id, version=Tag.version + 1)
    )
    former, source_id = entry["target_parent_id"], entry["source_id"]
    if former != target.parent_id and target.parent_id == entry["source"]["parent_id"]:
        parent_id = source.id if former == source_id else former
        is_there = parent_id is not None and db.session.get(Tag, parent_id) is not None
        target.parent_id = parent_id if is_there else None
        db.session.flush()


def move_articles_back(
    source: Tag, target: Tag, entry: Mapping[str, Any], merged_at: datetime
) -> list[int]:
    """Tag with the source again what the merge tagged with the target; return the article ids.

    An article that has lost the target since is left alone. One that has got it since keeps it.
    """
    rows = db.session.execute(
        select(ArticleTag.article_id, ArticleTag.added_at, ArticleTag.added_by_id).where(
            ArticleTag.tag_id == target.id, ArticleTag.article_id.in_(entry["article_ids"])
        )
    ).all()
    both = set(entry["both_ids"])
    returned = [row for row in rows if row.article_id in both or row.added_at <= merged_at]
    if returned:
        db.session.execute(
            insert(ArticleTag),
            [
                {
                    "article_id": row.article_id,
                    "tag_id": source.id,
                    "added_by_id": row.added_by_id,
                    "added_at": row.added_at,
                }
                for row in returned
            ],
        )
    only_source = [row.article_id for row in returned if row.article_id not in both]
    db.session.execute(
        delete(ArticleTag)
        .where(ArticleTag.tag_id == target.id, ArticleTag.article_id.in_(only_source))
        .execution_options(synchronize_session=False)
    )
    return [row.article_id for row in returned]
