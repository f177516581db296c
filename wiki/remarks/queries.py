"""Read the remarks on the draft that there is, for editors and for those whose draft it is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head, may_read
from wiki.db import db
from wiki.errors import Busy, NotAllowed
from wiki.remarks.anchors import Spot, find_spot
from wiki.remarks.models import Remark
from wiki.reviews.news import DraftNews, NewsKind
from wiki.reviews.queries import keep_reviewed, may_see_reviews
from wiki.revisions.comparing import comparing_for
from wiki.revisions.models import Revision


@dataclass(frozen=True)
class Answer:
    """What somebody answered."""

    id: int
    author: str
    words: str
    at: datetime


@dataclass(frozen=True)
class SaidRemark:
    """A remark as pages show it; `spot` is where its words are now, None if they are gone.

    `quote` is empty where it is hidden from the viewer: the version is, and no other text has it.
    """

    id: int
    author: str
    is_own: bool
    words: str
    at: datetime
    quote: str
    number: int
    spot: Spot | None
    resolved_by: str
    answers: Sequence[Answer]

    @property
    def is_open(self) -> bool:
        """Return whether nobody has said that it is settled."""
        return not self.resolved_by

    @property
    def line(self) -> int:
        """Return the line that it is about now, 0 if its words are gone."""
        return self.spot.line if self.spot else 0


def list_remarks(article: Article, viewer: Viewer) -> list[SaidRemark]:
    """Return the remarks on an article's draft, in the order of the text.

    Raises NotAllowed for those whose draft it is not, and Busy while too many compare.
    """
    if not may_see_reviews(article, viewer):
        raise NotAllowed()
    rows = db.session.scalars(
        _select_current(article)
        .options(
            joinedload(Remark.author),
            joinedload(Remark.resolved_by),
            joinedload(Remark.revision),
        )
        .order_by(Remark.id)
    ).all()
    answers: dict[int, list[Answer]] = defaultdict(list)
    for row in rows:
        if row.answered_id is not None:
            answer = Answer(row.id, row.author.name, row.words, row.created_at)
            answers[row.answered_id].append(answer)
    body = find_head(article).body_markdown if rows else ""
    with comparing_for(viewer.user_id):  # to find hundreds of quotes takes a second
        said = [
            _read(row, body, answers[row.id], viewer) for row in rows if row.answered_id is None
        ]
    return sorted(said, key=lambda remark: (remark.line, remark.id))


def list_open_remarks(article: Article, viewer: Viewer) -> list[SaidRemark]:
    """Return those that are not settled; none where the viewer may not see them.

    None either while too many compare: the editor is there without them.
    """
    if not article.has_draft or not may_see_reviews(article, viewer):
        return []
    try:
        return [remark for remark in list_remarks(article, viewer) if remark.is_open]
    except Busy:
        return []


def count_open_remarks(seen_ids: Iterable[int]) -> dict[int, int]:
    """Return how many remarks wait, by article, for a list of the viewer's own articles."""
    rows = db.session.execute(
        select(Remark.article_id, func.count())
        .join(Revision, Revision.id == Remark.revision_id)
        .join(Article, Article.id == Remark.article_id)
        .where(
            Remark.article_id.in_(set(seen_ids)),
            Remark.answered_id.is_(None),
            Remark.resolved_at.is_(None),
            Revision.id > func.coalesce(Article.published_id, 0),
        )
        .group_by(Remark.article_id)
    )
    return {row[0]: row[1] for row in rows}


def count_remarks(article: Article, viewer: Viewer) -> int:
    """Return how many remarks and answers the draft has, settled or not."""
    if not may_see_reviews(article, viewer):
        raise NotAllowed()
    counted = _select_current(article).with_only_columns(func.count())
    return db.session.scalar(counted) or 0


def list_told_remarks(remark_ids: Collection[int], viewer: Viewer) -> dict[int, DraftNews]:
    """Return what notices say of remarks and answers, by id: of those on the draft there is."""
    if not remark_ids:
        return {}
    rows = db.session.scalars(
        select(Remark)
        .join(Revision, Revision.id == Remark.revision_id)
        .join(Article, Article.id == Remark.article_id)
        .where(Remark.id.in_(remark_ids), Revision.id > func.coalesce(Article.published_id, 0))
        .options(joinedload(Remark.author))
    ).all()
    seen_ids = keep_reviewed([row.article_id for row in rows], viewer)
    return {
        row.id: DraftNews(
            NewsKind.REMARKED, row.article_id, row.answered_id or row.id, row.author.name, row.words
        )
        for row in rows
        if row.article_id in seen_ids
    }


def _select_current(article: Article) -> Select[Remark]:
    """Select what was said about versions that readers have not seen."""
    return (
        select(Remark)
        .join(Revision, Revision.id == Remark.revision_id)
        .where(Remark.article_id == article.id, Revision.id > (article.published_id or 0))
    )


def _whole_line(row: Remark, body: str) -> str:
    """Return the line in which a quote stood, if the quote is not in the text any more."""
    if row.quote in body:
        return ""
    lines = row.revision.body_markdown.split("\n")
    return lines[row.line - 1].strip() if 0 < row.line <= len(lines) else ""


def _read(row: Remark, body: str, answers: Sequence[Answer], viewer: Viewer) -> SaidRemark:
    # Where words like those of a hidden version are now would tell what they were.
    is_shown = row.quote in body or may_read(row.revision, viewer)
    return SaidRemark(
        id=row.id,
        author=row.author.name,
        is_own=row.author_id == viewer.user_id,
        words=row.words,
        at=row.created_at,
        quote=row.quote if is_shown else "",
        number=row.revision.number,
        spot=find_spot(row.quote, row.line, body, _whole_line(row, body)) if is_shown else None,
        resolved_by=row.resolved_by.name if row.resolved_by else "",
        answers=answers,
    )
