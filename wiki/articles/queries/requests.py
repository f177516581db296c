"""Read the requests for articles that no text links to yet."""

from collections.abc import Sequence

from sqlalchemy import exists, or_, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, ArticleRequest, Redirect
from wiki.articles.queries.articles import is_public
from wiki.db import db
from wiki.memory.queries import remember

# A longer list would be of no use to authors.
MOST_REQUESTS = 200


def count_requests(viewer: Viewer) -> int:
    """Count the requests of the list."""
    require(Permission.WRITE, viewer)  # also while the count is remembered
    return remember(
        "requests", (ArticleRequest, Article, Redirect), lambda: len(list_requests(viewer))
    )


def list_requests(viewer: Viewer, language: str | None = None) -> Sequence[ArticleRequest]:
    """List requests whose article is not public yet, newest first; only for authors."""
    require(Permission.WRITE, viewer)
    public = exists().where(
        Article.language == ArticleRequest.language,
        or_(Article.slug == ArticleRequest.slug, Article.title_slug == ArticleRequest.slug),
        is_public(),
    )
    moved = exists().where(
        Redirect.language == ArticleRequest.language, Redirect.slug == ArticleRequest.slug
    )
    query = select(ArticleRequest).where(~public, ~moved).order_by(ArticleRequest.id.desc())
    if language:
        query = query.where(ArticleRequest.language == language)
    return db.session.scalars(query.limit(MOST_REQUESTS)).all()
