"""Read the articles in feeds and sitemaps: public ones only, whoever makes the request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from wiki.accounts.models import User
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import ArticleSummary, is_public
from wiki.articles.queries.lists import list_articles
from wiki.db import db

_FEED_LENGTH = 30


@dataclass(frozen=True)
class SitemapArticle:
    """A public article's language and slug, and the slug of its public translation."""

    language: str
    slug: str
    published_at: datetime | None
    translation_slug: str | None


def list_newest(language: str, tag: str | None = None) -> list[ArticleSummary]:
    """List the articles published last for the first time: all, or those with a tag's slug."""
    page = list_articles(
        ANONYMOUS, language=language, tag=tag, newest_first=True, size=_FEED_LENGTH
    )
    return list(page.items)


def find_creation_times(seen_ids: Iterable[int]) -> dict[int, datetime]:
    """Return when each of these articles was begun, by its id."""
    query = select(Article.id, Article.created_at).where(Article.id.in_(seen_ids))
    return {row.id: row.created_at for row in db.session.execute(query)}


def find_beginning() -> datetime | None:
    """Return when the wiki got its first account; accounts are never deleted."""
    return db.session.scalar(select(func.min(User.created_at)))


def list_for_sitemap() -> list[SitemapArticle]:
    """List every public article."""
    partner = aliased(Article)
    own, other = Translation.sv_id, Translation.en_id
    rows = db.session.execute(
        select(Article.language, Article.slug, Article.published_at, partner.slug)
        .outerjoin(Translation, (own == Article.id) | (other == Article.id))
        .outerjoin(
            partner,
            ((own == partner.id) | (other == partner.id))
            & (partner.id != Article.id)
            & is_public(partner),
        )
        .where(is_public())
        .order_by(Article.id)
    )
    return [SitemapArticle(*row) for row in rows]
