"""Take an own draft back from the editors, send it to them again, and delete it for good."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.articles.steps.erase import erase_article
from wiki.articles.steps.revise import lock_article, standing_of
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput, NotAllowed
from wiki.revisions.models import Revision
from wiki.signals import content_removed, draft_moved

_PUBLISHED = _("An editor has published it by now.")
_NOT_YOURS = _("Only who wrote a draft takes it back or sends it to the editors.")
_OTHERS = _(
    "Others have written in this draft too, so it cannot be deleted. You can archive it instead."
)


def hold_draft(article_id: int, viewer: Viewer) -> Article:
    """Take an own draft out of the editors' list of what waits; it stays a draft."""
    with write():
        article = _find_own_draft(article_id, viewer)
        if article.held_at is None:
            article.held_at = now()
            record(viewer.user_id, "hold", "article", article.id)
            draft_moved.send(article, viewer=viewer)
    return article


def send_draft(article_id: int, viewer: Viewer) -> Article:
    """Put an own draft on the editors' list of what waits."""
    with write():
        article = _find_own_draft(article_id, viewer)
        if article.held_at is not None:
            article.held_at = None
            record(viewer.user_id, "send", "article", article.id)
            draft_moved.send(article, viewer=viewer)
    return article


def _find_own_draft(article_id: int, viewer: Viewer) -> Article:
    article = find_permitted(article_id, Permission.EDIT, viewer)
    is_writer = article.head.author_id == viewer.user_id
    if not (is_writer or can(Permission.NAME_AUTHORS, viewer, article)):
        raise NotAllowed(_NOT_YOURS)
    if not article.has_draft:
        raise EditConflict(_PUBLISHED)
    return article


def delete_draft(article_id: int, viewer: Viewer) -> str:
    """Delete an own draft that was never published; return its title.

    Nothing is left of it but entries in the audit log. Raises InvalidInput when others have written
    in it: their words are not the viewer's to delete.
    """
    article = find_permitted(article_id, Permission.DELETE_DRAFT, viewer)
    standing, title = standing_of(article), article.head.title
    with write():
        if not lock_article(article, standing) or article.first_published_at is not None:
            raise EditConflict(_PUBLISHED)
        others = select(Revision.id).where(
            Revision.article_id == article_id, Revision.author_id != viewer.user_id
        )
        if db.session.scalar(others.limit(1)) is not None:
            raise InvalidInput(_OTHERS)
        record(viewer.user_id, "delete", "article", article_id, title=title)
        content_removed.send(article)
        erase_article(article_id)
    return title
