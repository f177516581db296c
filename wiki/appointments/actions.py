"""Set the time at which a draft is published, cancel that, and publish what is due."""

import logging
from dataclasses import dataclass

from flask import current_app
from flask_babel import lazy_gettext as _

from wiki.accounts.models import User
from wiki.accounts.permissions import Permission, can
from wiki.accounts.queries import viewer_of
from wiki.accounts.viewer import Viewer
from wiki.appointments.models import Appointment
from wiki.appointments.steps import forget_time, is_anything_due, take_due
from wiki.appointments.times import read_moment
from wiki.articles.actions.save import publish_article
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.articles.queries.completeness import contents_of, missing_parts
from wiki.articles.steps.publish import Incomplete
from wiki.articles.steps.revise import find_head
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db, end_reading, write
from wiki.errors import Busy, EditConflict, WikiError
from wiki.reviews.steps import waits

_log = logging.getLogger(__name__)

_GONE = _("The draft does not wait any more: it was published, taken back, returned or archived.")
_NEWER = _("A newer draft was saved meanwhile. Read it, then set the time.")


@dataclass(frozen=True)
class _Due:
    article_id: int
    number: int
    user_id: int


def set_time(article_id: int, number: int, at: str, viewer: Viewer) -> Appointment:
    """Say when version `number` will be published, instead of what was said before.

    Raises InvalidInput for a time that cannot be, Incomplete for what could not be published now.
    """
    moment = read_moment(at, current_app.config["TIMEZONE"], now())
    with write():
        article = find_permitted(article_id, Permission.PUBLISH, viewer)
        head = find_head(article)
        if not waits(article):
            raise EditConflict(_GONE)
        if head.number != number:
            raise EditConflict(_NEWER)
        if missing := missing_parts(article, contents_of(article, head), viewer):
            raise Incomplete(missing)
        forget_time(article.id)
        db.session.flush()
        row = Appointment(article_id=article.id, number=number, at=moment, set_by_id=viewer.user_id)
        db.session.add(row)
        time = moment.isoformat(timespec="minutes")
        record(viewer.user_id, "set_time", "article", article.id, revision=number, reason=time)
    return row


def cancel_time(article_id: int, viewer: Viewer) -> str:
    """Publish an article at no set time; return the time, as the form takes it, to undo this."""
    with write():
        article = find_permitted(article_id, Permission.PUBLISH, viewer)
        row = db.session.get(Appointment, article.id)
        if row is None:
            return ""
        at = row.at.isoformat()
        db.session.delete(row)
        record(viewer.user_id, "cancel_time", "article", article.id)
    return at


def publish_due() -> int:
    """Publish what is due, each draft once, whoever else does the same; return how many."""
    is_any = is_anything_due(now())
    end_reading()
    if not is_any:
        return 0
    with write():
        due = [_Due(row.article_id, row.number, row.set_by_id) for row in take_due(now())]
    return sum(_publish(appointment) for appointment in due)


def _publish(due: _Due) -> bool:
    """Publish a draft that this process has taken; keep why it could not be."""
    failure = ""
    try:
        failure = _try_to_publish(due)
    except Busy:
        end_reading()
        return False  # it is taken once more in some minutes
    except Incomplete as error:
        failure = " ".join(error.missing)
    except WikiError:
        failure = "newer"
    except Exception:
        _log.exception("a publication at a set time failed")
        failure = "error"
    end_reading()
    with write():
        row = db.session.get(Appointment, due.article_id)
        if row is None or row.number != due.number:  # published, or set anew meanwhile
            return not failure
        if failure:
            row.failure = failure
            record(due.user_id, "miss_time", "article", due.article_id, revision=due.number)
        else:
            db.session.delete(row)
    return not failure


def _try_to_publish(due: _Due) -> str:
    """Publish as who has set the time; return why not, "" if it is published."""
    user = db.session.get_one(User, due.user_id)
    article = db.session.get_one(Article, due.article_id)
    viewer = viewer_of(user)
    if not (user.is_active and can(Permission.PUBLISH, viewer, article)):
        return "account"
    if article.published_id == article.head_id and article.head.number == due.number:
        return ""  # who took it first was killed after the publication
    if not waits(article):
        return "gone"
    publish_article(due.article_id, due.number, viewer)
    return ""
