"""Read the tags that were proposed: what waits for editors, and what they decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from wiki.accounts.models import User
from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import ArticleSummary, is_visible, shown_id, summary_of
from wiki.db import db
from wiki.memory.queries import remember
from wiki.revisions.models import Revision
from wiki.tags.models import ArticleTag, ProposalState, Tag, TagProposal
from wiki.web.pagination import Page, paginate

_PROPOSER, _DECIDER = aliased(User), aliased(User)


@dataclass(frozen=True)
class Proposal:
    """A proposed tag in words: who asked for it and why, and what an editor said.

    `proposed_by` is "" for what the program suggested; `decided_at` of one that waits is when it
    was refused before.
    """

    id: int
    article_id: int
    tag: Tag
    state: ProposalState
    reason: str
    words: str
    proposed_by: str
    is_own: bool
    created_at: datetime
    decided_by: str
    decided_at: datetime | None
    answer: str

    @property
    def is_waiting(self) -> bool:
        """Return whether an editor has to decide."""
        return self.state == ProposalState.WAITING

    @property
    def is_refused(self) -> bool:
        """Return whether an editor said no."""
        return self.state == ProposalState.REFUSED


def list_proposals(articles: Iterable[int], viewer: Viewer) -> dict[int, list[Proposal]]:
    """Return what was proposed for each of these articles, and what was refused, the newest last.

    `viewer` sees what others have proposed too.
    """
    require(Permission.PROPOSE_TAGS, viewer)
    query = (
        _select_proposals()
        .where(TagProposal.article_id.in_(set(articles)), is_visible(viewer))
        .order_by(TagProposal.created_at, TagProposal.id)
    )
    found: dict[int, list[Proposal]] = {}
    for row in db.session.execute(query):
        proposal = _read_proposal(row, viewer)
        found.setdefault(proposal.article_id, []).append(proposal)
    return found


def list_waiting_proposals(viewer: Viewer, page: int = 1) -> Page[tuple[ArticleSummary, Proposal]]:
    """List the proposals that wait, those of one article together, the oldest first."""
    require(Permission.TAG, viewer)
    oldest = (
        select(TagProposal.article_id, func.min(TagProposal.created_at).label("at"))
        .where(_waits())
        .group_by(TagProposal.article_id)
        .subquery()
    )
    query = (
        _select_proposals()
        .add_columns(Revision)
        .join(Revision, Revision.id == shown_id())
        .join(oldest, oldest.c.article_id == TagProposal.article_id)
        .where(_waits(), Article.archived_at.is_(None), is_visible(viewer))
        .order_by(oldest.c.at, TagProposal.article_id, TagProposal.created_at, TagProposal.id)
    )

    def read(*row: Any) -> tuple[ArticleSummary, Proposal]:
        return summary_of(row[1], row[-1]), _read_proposal(row, viewer)

    return paginate(query, read, page, total=count_waiting_proposals(viewer))


def count_waiting_proposals(viewer: Viewer) -> int:
    """Count the proposals that wait for an editor, but for those of archived articles."""
    require(Permission.TAG, viewer)

    def count() -> int:
        query = (
            select(func.count(TagProposal.id))
            .join(Article, Article.id == TagProposal.article_id)
            .where(_waits(), Article.archived_at.is_(None))
        )
        return db.session.scalar(query) or 0

    return remember("proposed tags", (TagProposal, Article, ArticleTag), count)


def _select_proposals() -> Select[Any, Any, Any, Any, Any, Any]:
    return (
        select(TagProposal, Article, Tag, _PROPOSER.name, _DECIDER.name, _has_tag())
        .join(Article, Article.id == TagProposal.article_id)
        .join(Tag, Tag.id == TagProposal.tag_id)
        .outerjoin(_PROPOSER, _PROPOSER.id == TagProposal.proposed_by_id)
        .outerjoin(_DECIDER, _DECIDER.id == TagProposal.decided_by_id)
    )


def _has_tag() -> ColumnElement[bool]:
    """Return the condition that the article has the tag, whoever put it there."""
    return exists().where(
        ArticleTag.article_id == TagProposal.article_id, ArticleTag.tag_id == TagProposal.tag_id
    )


def _waits() -> ColumnElement[bool]:
    return (TagProposal.state == ProposalState.WAITING) & ~_has_tag()


def _read_proposal(row: Sequence[Any], viewer: Viewer) -> Proposal:
    stored, _article, tag, proposer, decider, has_tag = row[:6]
    return Proposal(
        id=stored.id,
        article_id=stored.article_id,
        tag=tag,
        state=ProposalState.ACCEPTED if has_tag else ProposalState(stored.state),
        reason=stored.reason,
        words=stored.words,
        proposed_by=proposer or "",
        is_own=stored.proposed_by_id == viewer.user_id,
        created_at=stored.created_at,
        decided_by=decider or "",
        decided_at=stored.decided_at,
        answer=stored.answer,
    )
