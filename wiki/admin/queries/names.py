"""Read the names of what the audit log mentions."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.db import db
from wiki.media.models import MediaFile
from wiki.revisions.models import Revision
from wiki.tags.models import Tag, TagRedirect


@dataclass(frozen=True)
class ArticleName:
    """An article in the audit log: its newest title, and its language and slug for the URL."""

    title: str
    language: str
    slug: str


# Built once: building a statement costs more than running it.
_NAMES_OF_ARTICLES = (
    select(Article.id, Revision.title, Article.language, Article.slug)
    .join(Revision, Article.head_id == Revision.id)
    .where(Article.id.in_(bindparam("ids", expanding=True)))
)


def list_article_names(article_ids: set[int], viewer: Viewer) -> dict[int, ArticleName]:
    """Return the names of articles by id, including drafts and archived articles."""
    require(Permission.SEE_TRAIL, viewer)
    if not article_ids:
        return {}
    rows = db.session.execute(_NAMES_OF_ARTICLES, {"ids": list(article_ids)})
    return {row.id: ArticleName(*row[1:]) for row in rows}


def list_article_ids_of_revisions(revision_ids: set[int], viewer: Viewer) -> dict[int, int]:
    """Return the ids of the articles of revisions, by revision id."""
    require(Permission.SEE_TRAIL, viewer)
    if not revision_ids:
        return {}
    revisions = select(Revision.id, Revision.article_id).where(Revision.id.in_(revision_ids))
    return {row.id: row.article_id for row in db.session.execute(revisions)}


def list_tags_by_id(tag_ids: set[int], viewer: Viewer) -> dict[int, Tag]:
    """Return tags by id, without those that were merged into others."""
    require(Permission.SEE_TRAIL, viewer)
    if not tag_ids:
        return {}
    tags = db.session.scalars(select(Tag).where(Tag.id.in_(tag_ids)))
    return {tag.id: tag for tag in tags}


def list_tags_by_slug(slugs: set[str], viewer: Viewer) -> dict[str, Tag]:
    """Return tags by their current and former slugs, including those of tags merged into them."""
    require(Permission.SEE_TRAIL, viewer)
    if not slugs:
        return {}
    former = (
        select(TagRedirect.slug, Tag)
        .join(Tag, Tag.id == TagRedirect.tag_id)
        .where(TagRedirect.slug.in_(slugs))
    )
    own = select(Tag.slug, Tag).where(Tag.slug.in_(slugs))
    return {row[0]: row[1] for query in (former, own) for row in db.session.execute(query)}


def list_file_names(file_ids: set[int], viewer: Viewer) -> dict[int, str]:
    """Return the names of pictures and files by id, without those that were deleted."""
    require(Permission.SEE_TRAIL, viewer)
    if not file_ids:
        return {}
    files = select(MediaFile.id, MediaFile.name).where(MediaFile.id.in_(file_ids))
    return {row.id: row.name for row in db.session.execute(files)}
