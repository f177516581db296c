"""Read the viewer's own working copies, and who else has a form open; no words of others."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from wiki.accounts.models import User
from wiki.accounts.viewer import Viewer
from wiki.clock import now
from wiki.copies.models import OpenForm, WorkingCopy
from wiki.db import db
from wiki.errors import NotFound

KEPT_FOR = timedelta(days=60)
# A page tells every minute that it is open; one that was closed is forgotten after this.
OPEN_FOR = timedelta(minutes=3)


class CopyPlace(NamedTuple):
    """Where words belong: an article, or a new one of a language and a kind."""

    language: str
    kind: str
    article_id: int | None = None


def list_copies(viewer: Viewer) -> Sequence[WorkingCopy]:
    """List the viewer's working copies, the latest first."""
    query = select(WorkingCopy).where(_is_own(viewer))
    return db.session.scalars(query.order_by(WorkingCopy.saved_at.desc())).all()


def list_copies_of(place: CopyPlace, viewer: Viewer) -> Sequence[WorkingCopy]:
    """List the viewer's working copies that belong to a place, the latest first."""
    is_there = WorkingCopy.article_id == place.article_id
    if place.article_id is None:
        is_there = and_(
            WorkingCopy.article_id.is_(None),
            WorkingCopy.language == place.language,
            WorkingCopy.kind == place.kind,
        )
    query = select(WorkingCopy).where(_is_own(viewer), is_there)
    return db.session.scalars(query.order_by(WorkingCopy.saved_at.desc())).all()


def find_copy(form_id: str, viewer: Viewer) -> WorkingCopy:
    """Return the viewer's working copy of a form; raise NotFound if there is none."""
    query = select(WorkingCopy).where(_is_own(viewer), WorkingCopy.form_id == form_id)
    copy = db.session.scalar(query)
    if copy is None:
        raise NotFound()
    return copy


def list_others(article_id: int, viewer: Viewer) -> list[tuple[str, datetime]]:
    """List who else has the article open in the editor, and since when, the latest first."""
    since = func.max(OpenForm.opened_at)
    query = (
        select(User.name, since)
        .join(OpenForm, OpenForm.user_id == User.id)
        .where(OpenForm.article_id == article_id, OpenForm.user_id != viewer.user_id)
        .where(OpenForm.seen_at > now() - OPEN_FOR)
        .group_by(User.id, User.name)
        .order_by(since.desc(), User.id)
    )
    return [(name, moment) for name, moment in db.session.execute(query)]


def _is_own(viewer: Viewer) -> ColumnElement[bool]:
    return and_(WorkingCopy.user_id == viewer.user_id, WorkingCopy.saved_at > now() - KEPT_FOR)
