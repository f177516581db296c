"""Read when drafts will be published, and which of them were not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from wiki.accounts.viewer import Viewer
from wiki.appointments.models import Appointment
from wiki.articles.models import Article
from wiki.articles.queries.completeness import PARTS, name_parts
from wiki.db import db
from wiki.reviews.queries import may_see_reviews
from wiki.revisions.models import Revision

FAILURES: Mapping[str, LazyString] = {
    "newer": _("a newer version was saved"),
    "gone": _("the draft was taken back, returned or archived"),
    "account": _("who set the time may not publish any more"),
    "error": _("the program could not do it; its log says why"),
}


@dataclass(frozen=True)
class SetTime:
    """When a version will be published, or why it was not; `failure` is empty while it waits.

    `newest` is the number of the newest version there is.
    """

    article_id: int
    number: int
    at: datetime
    by: str
    failure: str
    newest: int

    @property
    def is_overtaken(self) -> bool:
        """Return whether nothing will be published then, because a newer version was saved."""
        return not self.failure and self.newest != self.number


# Built once: building a statement costs more than running it.
_TIMES = (
    select(Appointment, Revision.number)
    .join(Article, Article.id == Appointment.article_id)
    .join(Revision, Revision.id == Article.head_id)
    .where(Appointment.article_id.in_(bindparam("ids", expanding=True)))
    .options(joinedload(Appointment.set_by))
)


def list_times(article_ids: Iterable[int]) -> dict[int, SetTime]:
    """Return by article when it will be published, for lists that the viewer may see."""
    rows = db.session.execute(_TIMES, {"ids": list(article_ids)})
    return {row.article_id: _read(row, newest) for row, newest in rows}


def find_time(article: Article, viewer: Viewer) -> SetTime | None:
    """Return when an article's draft will be published, for those whose draft it is."""
    if not may_see_reviews(article, viewer):
        return None
    return list_times([article.id]).get(article.id)


def _read(row: Appointment, newest: int) -> SetTime:
    failure = describe_failure(row.failure)
    return SetTime(row.article_id, row.number, row.at, row.set_by.name, failure, newest)


def describe_failure(failure: str) -> str:
    """Return why a publication did not happen, in words."""
    if failure in FAILURES:
        return str(FAILURES[failure])
    parts = [part for part in failure.split() if part in PARTS]
    return str(_("the article lacks %(parts)s", parts=name_parts(parts))) if parts else ""
