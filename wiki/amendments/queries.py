"""Read the amendments of a draft, and what each of their changes would meet in it now."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, undefer

from wiki.accounts.models import User
from wiki.accounts.viewer import Viewer
from wiki.amendments.hunks import Change, Hunk, find_change
from wiki.amendments.models import LINES, Amendment
from wiki.articles.labels import merge_bodies
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head, find_text, may_read
from wiki.db import db
from wiki.errors import NotAllowed, NotFound
from wiki.reviews.news import DraftNews, NewsKind
from wiki.reviews.queries import keep_reviewed, may_see_reviews
from wiki.revisions.comparing import comparing_for
from wiki.revisions.diff import Row, compare_texts
from wiki.revisions.models import Revision
from wiki.web.numbers import LARGEST

# How many characters are merged to try single changes: less than a second for any texts.
_MOST_COMPARED = 400_000


class HunkState(StrEnum):
    """What has become of the place of a change: as it was, changed too, or as suggested."""

    FITS = "fits"
    CONFLICT = "conflict"
    DONE = "done"


@dataclass(frozen=True)
class ChangedLine:
    """A title or summary that an amendment changes, and what has become of it in the draft."""

    name: str
    rows: Sequence[Row]
    state: HunkState


@dataclass(frozen=True)
class AmendmentLine:
    """What a list shows of an amendment that waits."""

    id: int
    author: str
    at: datetime
    number: int
    is_own: bool


def list_amendments(article: Article, viewer: Viewer) -> list[AmendmentLine]:
    """Return the amendments of an article that wait for a decision, the oldest first.

    Those about a text that was published since are among them: what they say may still be right.
    Those of a version that is hidden from the viewer, whose words they repeat, are hidden too.
    """
    if not may_see_reviews(article, viewer):
        raise NotAllowed()
    return _list_unsettled(article, 0, viewer)


def _list_unsettled(article: Article, after_id: int, viewer: Viewer) -> list[AmendmentLine]:
    """Return the amendments without a decision, of revisions newer than `after_id`."""
    rows = db.session.scalars(
        select(Amendment)
        .where(
            Amendment.article_id == article.id,
            Amendment.settled_at.is_(None),
            Amendment.revision_id > after_id,
        )
        .options(joinedload(Amendment.author), joinedload(Amendment.revision))
        .order_by(Amendment.id)
    )
    return [
        AmendmentLine(
            id=row.id,
            author=row.author.name,
            at=row.created_at,
            number=row.revision.number,
            is_own=row.author_id == viewer.user_id,
        )
        for row in rows
        if may_read(row.revision, viewer)
    ]


def count_amendments(seen_ids: Iterable[int]) -> dict[int, int]:
    """Return how many amendments of drafts wait, by article, for a list of the viewer's own."""
    rows = db.session.execute(
        select(Amendment.article_id, func.count())
        .join(Revision, Revision.id == Amendment.revision_id)
        .join(Article, Article.id == Amendment.article_id)
        .where(
            Amendment.article_id.in_(set(seen_ids)),
            Amendment.settled_at.is_(None),
            Revision.hidden_at.is_(None),
            Article.archived_at.is_(None),
            Amendment.revision_id > func.coalesce(Article.published_id, 0),
        )
        .group_by(Amendment.article_id)
    )
    return {row[0]: row[1] for row in rows}


def list_waiting(article: Article, viewer: Viewer) -> list[AmendmentLine]:
    """Return the amendments of a draft that wait, none where the viewer may not see them.

    What was suggested about a text that readers see by now waits no more.
    """
    if not article.has_draft or article.is_archived or not may_see_reviews(article, viewer):
        return []
    return _list_unsettled(article, article.published_id or 0, viewer)


def list_told_amendments(amendment_ids: Collection[int], viewer: Viewer) -> dict[int, DraftNews]:
    """Return what notices say of amendments, by id: that they wait, or to whose they are, more."""
    if not amendment_ids:
        return {}
    rows = db.session.execute(
        select(Amendment, User.name)
        .outerjoin(User, User.id == Amendment.settled_by_id)
        .where(Amendment.id.in_(amendment_ids))
        .options(joinedload(Amendment.author), joinedload(Amendment.revision))
    ).all()
    seen_ids = keep_reviewed([row.article_id for row, _name in rows], viewer)
    return {
        row.id: _tell(row, name or "", viewer)
        for row, name in rows
        if row.article_id in seen_ids and may_read(row.revision, viewer)
    }


def _tell(row: Amendment, settled_by: str, viewer: Viewer) -> DraftNews:
    kind, name, words = NewsKind.SUGGESTED, row.author.name, row.words
    if row.author_id == viewer.user_id:
        kind = NewsKind.ACCEPTED if row.made_number else NewsKind.CLOSED
        name, words = settled_by, ""
    return DraftNews(kind, row.article_id, row.id, name, words)


def find_amendment(article: Article, amendment_id: int, viewer: Viewer) -> Amendment:
    """Return an amendment with its text; raise NotFound if the viewer sees no such one."""
    if not may_see_reviews(article, viewer):
        raise NotAllowed()
    row = db.session.scalar(
        select(Amendment)
        .where(Amendment.id == min(amendment_id, LARGEST), Amendment.article_id == article.id)
        .options(
            joinedload(Amendment.author), joinedload(Amendment.revision), undefer(Amendment.body)
        )
    )
    if row is None or not may_read(row.revision, viewer):
        raise NotFound()
    return row


def list_lines(article: Article, amendment: Amendment, viewer: Viewer) -> Sequence[ChangedLine]:
    """Return what an amendment changes of title and summary, and whether it still fits."""
    find_amendment(article, amendment.id, viewer)
    base, head = find_text(article.id, amendment.revision.number), find_head(article)
    found = []
    for name in LINES:
        before, wanted, there = getattr(base, name), getattr(amendment, name), getattr(head, name)
        if wanted is not None:
            state = HunkState.FITS if there == before else HunkState.CONFLICT
            state = HunkState.DONE if there == wanted else state
            found.append(ChangedLine(name, compare_texts(before, wanted).rows, state))
    return found


def list_hunks(
    article: Article, amendment: Amendment, viewer: Viewer
) -> Sequence[tuple[Hunk, HunkState]]:
    """Return what an amendment changes, and whether each change still fits the draft."""
    find_amendment(article, amendment.id, viewer)
    base = find_text(article.id, amendment.revision.number).body_markdown
    head = find_head(article).body_markdown
    with comparing_for(viewer.user_id):
        change = find_change(base, amendment.body)
        states = dict.fromkeys(range(len(change.hunks)), HunkState.FITS)
        if head != base:
            states.update(_try_touched(change, base, head))
    return [(hunk, states[hunk.number]) for hunk in change.hunks]


def _try_touched(change: Change, base: str, head: str) -> dict[int, HunkState]:
    """Return what becomes of the changes in whose places the draft has changed since.

    Each is merged by itself. Where the texts are too long to try all, the rest is a conflict, so
    that somebody looks.
    """
    touched = sorted(change.touched(find_change(base, head)))
    tries = _MOST_COMPARED // (len(base) + len(head) + 1)
    return {
        number: _try(change, number, base, head) if count < tries else HunkState.CONFLICT
        for count, number in enumerate(touched)
    }


def _try(change: Change, number: int, base: str, head: str) -> HunkState:
    merge = merge_bodies(base, change.apply({number}), head)
    if not merge.is_clean:
        return HunkState.CONFLICT
    return HunkState.DONE if merge.joined(()) == head else HunkState.FITS
