"""Read proposed topics."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from wiki.accounts.permissions import Permission, can, require
from wiki.accounts.viewer import Viewer
from wiki.db import db
from wiki.errors import NotFound
from wiki.memory.queries import remember
from wiki.tags.models import TopicProposal, TopicState

# So many decided ones are listed.
_MOST_LISTED = 50


def find_wish(wish_id: int, viewer: Viewer) -> TopicProposal:
    """Return a proposal for those who decide; raise NotFound if there is none."""
    require(Permission.MANAGE_TAGS, viewer)
    proposal = db.session.get(TopicProposal, wish_id)
    if proposal is None:
        raise NotFound()
    return proposal


def list_own_wishes(viewer: Viewer) -> Sequence[TopicProposal]:
    """Return what the viewer has asked for, newest first."""
    require(Permission.PROPOSE_TAGS, viewer)
    query = select(TopicProposal).where(TopicProposal.proposed_by_id == viewer.user_id)
    query = query.options(joinedload(TopicProposal.tag))
    return db.session.scalars(query.order_by(TopicProposal.id.desc()).limit(_MOST_LISTED)).all()


def list_wishes(viewer: Viewer) -> Sequence[TopicProposal]:
    """Return all that wait, oldest first, then what was decided last; nothing for authors."""
    if not can(Permission.MANAGE_TAGS, viewer):
        return []
    waits = TopicProposal.state == TopicState.WAITING
    query = select(TopicProposal).options(joinedload(TopicProposal.tag))
    waiting = db.session.scalars(query.where(waits).order_by(TopicProposal.id)).all()
    decided = query.where(~waits).order_by(TopicProposal.decided_at.desc()).limit(_MOST_LISTED)
    return [*waiting, *db.session.scalars(decided)]


def count_wishes(viewer: Viewer) -> int:
    """Return how many proposed topics wait for an editor."""
    require(Permission.MANAGE_TAGS, viewer)

    def count() -> int:
        waits = TopicProposal.state == TopicState.WAITING
        return db.session.scalar(select(func.count()).where(waits)) or 0

    return remember("wishes", (TopicProposal,), count)
