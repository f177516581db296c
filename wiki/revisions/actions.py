"""Hide a revision, and show it again; no text is ever deleted."""

from flask_babel import lazy_gettext as _

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.characters import FORBIDDEN, normalise_line
from wiki.clock import now
from wiki.db import write
from wiki.errors import InvalidInput
from wiki.revisions.models import Revision
from wiki.revisions.queries import Versioned, find_revision

REASON_LENGTH = 300


def hide_revision(article: Versioned, number: int, reason: str, viewer: Viewer) -> Revision:
    """Hide a text from all but administrators; the newest and the published cannot be hidden."""
    require(Permission.HIDE_REVISION, viewer)
    reason = check_reason(reason)
    with write():
        revision = find_revision(article, number, viewer)
        if revision.id in (article.head_id, article.published_id):
            raise InvalidInput(_("This is the text in use. Save or publish another one first."))
        if revision.hidden_at is not None:
            raise InvalidInput(_("This text is hidden already."))
        revision.hidden_at = now()
        revision.hidden_by_id = viewer.user_id
        revision.hidden_reason = reason
        record(viewer.user_id, "hide", "revision", revision.id, number=number, reason=reason)
    return revision


def show_revision_again(article: Versioned, number: int, viewer: Viewer) -> Revision:
    """Make a hidden text readable again for those who could read it before."""
    require(Permission.HIDE_REVISION, viewer)
    with write():
        revision = find_revision(article, number, viewer)
        revision.hidden_at = revision.hidden_by_id = None
        revision.hidden_reason = ""
        record(viewer.user_id, "show_again", "revision", revision.id, number=number)
    return revision


def check_reason(reason: str) -> str:
    """Return the normalised reason; raise InvalidInput when it is not valid."""
    message = None
    # Superfluous blanks do not count, but nobody types so many.
    is_far_too_long = len(reason) > REASON_LENGTH * 10
    reason = "" if is_far_too_long else normalise_line(reason)
    if is_far_too_long:
        message = _("Use at most %(count)s characters.", count=REASON_LENGTH)
    elif not reason:
        message = _("Give a reason: others will ask.")
    elif FORBIDDEN.search(reason):
        message = _("This holds characters that are not text. Remove them.")
    elif len(reason) > REASON_LENGTH:
        message = _("Use at most %(count)s characters.", count=REASON_LENGTH)
    if message:
        raise InvalidInput(_("Some fields need your attention."), {"reason": message})
    return reason
