"""Find the article that a slug redirects to."""

from sqlalchemy import select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Redirect
from wiki.articles.queries.articles import is_visible
from wiki.db import db
from wiki.web.languages import other_language


def find_redirect(language: str, slug: str, viewer: Viewer) -> tuple[str, str] | None:
    """Return (language, slug) of the article that a former slug or one of the other language means.

    Return None when the viewer may see no such article.
    """
    moved = (
        select(Article)
        .join(Redirect, Redirect.article_id == Article.id)
        .where(Redirect.slug == slug, is_visible(viewer))
    )
    here = select(Article).where(Article.slug == slug, is_visible(viewer))
    other = other_language(language)  # "not equal" could not use the index
    for query in (
        moved.where(Redirect.language == language),
        here.where(Article.language == other),
        moved.where(Redirect.language == other),
    ):
        if (article := db.session.scalar(query)) is not None:
            return article.language, article.slug
    return None


def find_own_draft(language: str, slug: str, viewer: Viewer) -> tuple[str, str] | None:
    """Return (language, slug) of the viewer's own draft that made room at a slug, if any did."""
    if viewer.user_id is None:
        return None
    query = select(Article.slug).where(
        Article.language == language,
        Article.slug.startswith(f"{slug}-draft-", autoescape=True),
        Article.created_by_id == viewer.user_id,
        Article.first_published_at.is_(None),
    )
    own = db.session.scalars(query.order_by(Article.id)).first()
    return (language, own) if own else None
