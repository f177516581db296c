"""Request an article that nobody has written and no text links to; no step commits."""

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import ArticleRequest
from wiki.articles.steps.slugs import is_taken
from wiki.articles.text import check_title
from wiki.audit.steps import record
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.markup.slugs import slugify

# A longer list is no list of wishes any more.
MOST_REQUESTS = 200
_FULL = _(
    "There are %(count)s requests already. Take some off the list first.", count=MOST_REQUESTS
)
_WRITTEN = _("There is an article at this address, or a draft of one.")


def insert_request(language: str, title: str, viewer: Viewer) -> None:
    """Put a title on the list of wanted articles; asking twice changes nothing.

    Raises InvalidInput when it cannot be a title, is written already, or the list is full.
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
    """Take a title off the list; return whether it was there."""
    found = _find(language, slugify(title))
    if found is None:
        return False
    record(viewer.user_id, "withdraw_request", "article", None, title=found.title)
    db.session.delete(found)
    return True
