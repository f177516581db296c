"""Move what was proposed with a term that is merged into another; no step commits."""

from sqlalchemy import ColumnElement, Select, delete, select, update

from wiki.db import db
from wiki.tags.models import ProposalState, TagProposal

_UNSYNCHRONISED = {"synchronize_session": False}


def move_proposals(source_id: int, target_id: int) -> None:
    """Let proposals of the source be of the target.

    Of two about one article the one that waits stays, for somebody waits for an answer.
    """
    is_source, is_target = TagProposal.tag_id == source_id, TagProposal.tag_id == target_id
    waits = TagProposal.state == ProposalState.WAITING
    _drop(is_target & ~waits, select(TagProposal.article_id).where(is_source, waits))
    _drop(is_source, select(TagProposal.article_id).where(is_target))
    db.session.execute(
        update(TagProposal)
        .where(is_source)
        .values(tag_id=target_id)
        .execution_options(**_UNSYNCHRONISED)
    )


def _drop(condition: ColumnElement[bool], article_ids: Select[int]) -> None:
    in_others = TagProposal.article_id.in_(db.session.scalars(article_ids).all())
    db.session.execute(
        delete(TagProposal).where(condition, in_others).execution_options(**_UNSYNCHRONISED)
    )
