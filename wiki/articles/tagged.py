"""Read articles by the tags they bear: counts for the vocabulary's pages, gaps for the desk."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries import is_public
from wiki.db import db
from wiki.tags.models import ArticleTag, Tag, TagKind


@dataclass(frozen=True)
class TagCount:
    """Hold a tag with the number of public articles."""

    tag: Tag
    count: int


def count_articles_by_tag(viewer: Viewer, language: str | None = None) -> dict[int, int]:
    """Return how many public articles bear each tag, by the tag's id.

    Drafts do not count, whoever looks: the number is that of the list a reader gets.
    """
    query = select(ArticleTag.tag_id, func.count()).join(
        Article, Article.id == ArticleTag.article_id
    )
    if language:
        query = query.where(Article.language == language)
    rows = db.session.execute(query.where(is_public()).group_by(ArticleTag.tag_id))
    return dict(rows.tuples().all())


def list_tags_beside(tag: Tag, viewer: Viewer, language: str, kind: TagKind) -> list[TagCount]:
    """Return the tags of `kind` that public articles with `tag` bear too, most frequent first."""
    beside = aliased(ArticleTag)
    number = func.count()
    sort_key = Tag.sort_key_sv if language == "sv" else Tag.sort_key_en
    rows = db.session.execute(
        select(Tag, number)
        .join(beside, beside.tag_id == Tag.id)
        .join(ArticleTag, ArticleTag.article_id == beside.article_id)
        .join(Article, Article.id == ArticleTag.article_id)
        .where(ArticleTag.tag_id == tag.id, Tag.id != tag.id, Tag.kind == kind)
        .where(Article.language == language, is_public())
        .group_by(Tag.id)
        .order_by(number.desc(), sort_key)
    )
    return [TagCount(one, count) for one, count in rows]


def lacks_tag(kind: TagKind) -> ColumnElement[bool]:
    """Return the condition that an article bears no tag of `kind`."""
    bears = (
        select(ArticleTag.article_id)
        .join(Tag, Tag.id == ArticleTag.tag_id)
        .where(ArticleTag.article_id == Article.id, Tag.kind == kind)
    )
    return ~bears.exists()


def list_tag_ids(article: Article, viewer: Viewer) -> frozenset[int]:
    """Return the ids of the tags that an article bears, for those who tag."""
    require(viewer, Permission.TAG, article)
    query = select(ArticleTag.tag_id).where(ArticleTag.article_id == article.id)
    return frozenset(db.session.scalars(query))
