"""Pair an article with its translation; no step commits.

Whoever pairs two articles checks permissions before; only the source is looked up with a viewer.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import BindParameter, ColumnElement, delete, or_, select

from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import find_permitted
from wiki.articles.steps.tags import MOST_AT_ONCE, change_tags, lock_tags
from wiki.audit.steps import record
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.revisions.models import Revision
from wiki.signals import content_changed
from wiki.tags.models import ArticleTag
from wiki.web.numbers import LARGEST


@dataclass(frozen=True)
class SourceVersion:
    """The version of an article that is translated; 0 is what readers see now."""

    article_id: int
    number: int = 0


def find_source(version: SourceVersion | None, language: str, viewer: Viewer) -> Revision | None:
    """Return the revision that a new article in `language` translates."""
    if version is None:
        return None
    source = find_permitted(version.article_id, Permission.TRANSLATE, viewer)
    if source.language == language:
        raise InvalidInput(_("A translation is in the other language."))
    return _find_seen(source, version.number)


def _find_seen(source: Article, number: int) -> Revision:
    """Return a version of an article if readers have seen it, else what they see now."""
    seen = select(Revision).where(
        Revision.article_id == source.id,
        Revision.number == min(number, LARGEST),
        Revision.published_at.is_not(None),
        Revision.hidden_at.is_(None),
    )
    return db.session.scalar(seen) or source.shown


def insert_first_pair(article: Article, original: Revision, viewer: Viewer) -> bool:
    """Pair a new article with its source; return False when the source is paired already.

    The new one gets the tags of its source: they say what both are about. `original` is the version
    from which it was made.
    """
    source = db.session.get_one(Article, original.article_id)
    if db.session.scalar(select(Translation).where(pairs_of(source.id))) is not None:
        return False
    insert_pair(article, source, viewer, original)
    carried = select(ArticleTag.tag_id).where(ArticleTag.article_id == source.id)
    change_tags(
        article, lock_tags(db.session.scalars(carried.limit(MOST_AT_ONCE)).all()), set(), viewer
    )
    return True


def insert_pair(
    article: Article, other: Article, viewer: Viewer, original: Revision | None = None
) -> None:
    """Make two articles translations of each other, replacing any earlier pair.

    A pair that is there already stays, with what was said of it.
    """
    swedish, english = (article, other) if article.language == "sv" else (other, article)
    stored = db.session.get(Translation, swedish.id)
    if stored is not None and stored.en_id == english.id:
        return
    db.session.execute(delete(Translation).where(pairs_of(article.id, other.id)))
    pair = Translation(sv_id=swedish.id, en_id=english.id)
    if original is not None:
        pair.original_id, pair.base_id = original.article_id, original.id
    db.session.add(pair)
    record(viewer.user_id, "pair", "article", article.id, other=other.id)
    content_changed.send(article)
    content_changed.send(other)


def pairs_of(*article_ids: int | BindParameter[int]) -> ColumnElement[bool]:
    """Return the condition that a pair includes any of these articles."""
    return or_(Translation.sv_id.in_(article_ids), Translation.en_id.in_(article_ids))
