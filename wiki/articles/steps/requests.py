"""Add and remove requests for articles; no step commits."""

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import ArticleRequest
from wiki.articles.queries.requests import MOST_REQUESTS
from wiki.articles.steps.slugs import is_taken
from wiki.articles.text import check_title
from wiki.audit.steps import record
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.markup.slugs import slugify

_FULL = _(
    "There are %(count)s requests already. Take some off the list first.", count=MOST_REQUESTS
)
_WRITTEN = _("There is an article at this address, or a draft of one.")


def insert_request(language: str, title: str, viewer: Viewer) -> None:
    """Add a request for an article; a second request for the same title changes nothing.

    Raises InvalidInput when the title is not valid or its slug taken, or the list is full.
    """
    title = check_title(title)
    slug = slugify(title)
    if is_taken(language, slug, None):
        raise InvalidInput(_WRITTEN, {"title": _WRITTEN})
    if _find(language, slug) is not None:
        return
    if (db.session.scalar(select(func.count(ArticleRequest.id))) or 0) >= MOST_REQUESTS:
        raise InvalidInput(_FULL)
    db.session.add(ArticleRequest(language=language, slug=slug, title=title))
    record(viewer.user_id, "request", "article", None, title=title)


def _find(language: str, slug: str) -> ArticleRequest | None:
    return db.session.scalar(
        select(ArticleRequest).where(
            ArticleRequest.language == language, ArticleRequest.slug == slug
        )
    )


def delete_request(language: str, title: str, viewer: Viewer) -> bool:
    """Remove a request; return whether it existed."""
    article_request = _find(language, slugify(title))
    if article_request is None:
        return False
    record(viewer.user_id, "withdraw_request", "article", None, title=article_request.title)
    db.session.delete(article_request)
    return True
