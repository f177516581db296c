"""Pair an article with its translation; no step commits, and the caller checks permissions."""

from sqlalchemy import ColumnElement, delete, or_, select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Translation
from wiki.articles.steps.tags import MOST_AT_ONCE, change_tags, lock_tags
from wiki.audit.steps import record
from wiki.db import db
from wiki.signals import content_changed
from wiki.tags.models import ArticleTag


def insert_first_pair(article: Article, source: Article, viewer: Viewer) -> bool:
    """Pair a new article with its source; return False when the source is paired already.

    The new one gets the tags of its source: they say what both are about.
    """
    if db.session.scalar(select(Translation).where(pairs_of(source.id))) is not None:
        return False
    insert_pair(article, source, viewer)
    carried = select(ArticleTag.tag_id).where(ArticleTag.article_id == source.id)
    change_tags(
        article, lock_tags(db.session.scalars(carried.limit(MOST_AT_ONCE)).all()), set(), viewer
    )
    return True


def insert_pair(article: Article, other: Article, viewer: Viewer) -> None:
    """Make two articles translations of each other, replacing any earlier pair."""
    swedish, english = (article, other) if article.language == "sv" else (other, article)
    db.session.execute(delete(Translation).where(pairs_of(article.id, other.id)))
    db.session.add(Translation(sv_id=swedish.id, en_id=english.id))
    record(viewer.user_id, "pair", "article", article.id, other=other.id)
    content_changed.send(article)
    content_changed.send(other)


def pairs_of(*article_ids: int) -> ColumnElement[bool]:
    """Return the condition that a pair includes any of these articles."""
    return or_(Translation.sv_id.in_(article_ids), Translation.en_id.in_(article_ids))
