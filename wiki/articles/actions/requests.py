"""Ask for an article that nobody has written and no text links to."""

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import ArticleRequest
from wiki.articles.steps.slugs import is_taken
from wiki.articles.text import check_title
from wiki.audit.steps import record
from wiki.db import db, write
from wiki.errors import InvalidInput
from wiki.markup.slugs import slugify

# A longer list is no list of wishes any more.
MOST_REQUESTS = 200
_FULL = _(
    "There are %(count)s requests already. Take some off the list first.", count=MOST_REQUESTS
)
_WRITTEN = _("There is an article at this address, or a draft of one.")


def request_article(language: str, title: str, viewer: Viewer) -> ArticleRequest:
    """Put a title on the list of wanted articles; asking twice changes nothing.

    Raises InvalidInput when it cannot be a title, is written already, or the list is full.
    """
    require(viewer, Permission.USE_DESK)
    title = check_title(title)
    slug = slugify(title)
    if is_taken(language, slug, None):
        raise InvalidInput(_WRITTEN, {"title": _WRITTEN})
    with write():
        found = _find(language, slug)
        if found is not None:
            return found
        if (db.session.scalar(select(func.count(ArticleRequest.id))) or 0) >= MOST_REQUESTS:
            raise InvalidInput(_FULL)
        wanted = ArticleRequest(language=language, slug=slug, title=title)
        db.session.add(wanted)
        record(viewer.user_id, "request", "article", None, title=title)
    return wanted


def _find(language: str, slug: str) -> ArticleRequest | None:
    return db.session.scalar(
        select(ArticleRequest).where(
            ArticleRequest.language == language, ArticleRequest.slug == slug
        )
    )


def withdraw_request(language: str, title: str, viewer: Viewer) -> bool:
    """Take a title off the list; return whether it stood there."""
    require(viewer, Permission.USE_DESK)
    with write():
        found = _find(language, slugify(title))
        if found is None:
            return False
        record(viewer.user_id, "withdraw_request", "article", None, title=found.title)
        db.session.delete(found)
    return True
