"""Read the search log for editors, and redirects of searched words for readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, select, true, tuple_

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Redirect
from wiki.articles.queries.articles import ArticleSummary
from wiki.articles.queries.lists import list_summaries
from wiki.clock import now
from wiki.db import db
from wiki.markup.slugs import slugify
from wiki.memory.queries import remember
from wiki.search_log.models import OpenedHit, SearchAnswer, SearchCount
from wiki.tags.models import Tag

PERIODS = (30, 90)
# Editors work from the top; what comes after the hundredth moves up when that is done.
_MOST = 100


class SearchFilter(StrEnum):
    """A list of searches."""

    LOST = "lost"
    UNOPENED = "unopened"
    ALL = "all"


@dataclass(frozen=True)
class LoggedSearch:
    """The totals of a searched text; `hits` is the number of hits of its last search."""

    language: str
    text: str
    times: int
    asked_for: int
    hits: int
    opened: int


@dataclass(frozen=True)
class AnsweredSearch:
    """A searched text with an editor's answer, and the tag or article of the answer."""

    answer: SearchAnswer
    tag: Tag | None
    article: ArticleSummary | None


def list_searches(
    which: SearchFilter, viewer: Viewer, days: int = PERIODS[0], language: str = ""
) -> Sequence[LoggedSearch]:
    """List the searches of the last days: those reported to editors first, then by frequency.

    "Lost" are searches that found nothing the last time; "unopened" those that found something,
    but of which no hit was opened. Searches that an editor has answered are in neither list.
    """
    require(Permission.USE_DESK, viewer)
    first_day = now().date() - timedelta(days=days - 1)
    return remember(
        ("searches", which, first_day, language),
        (SearchCount, OpenedHit, SearchAnswer),
        lambda: _find_searches(which, first_day, language),
    )


def _find_searches(which: SearchFilter, first_day: date, language: str) -> Sequence[LoggedSearch]:
    asked = _select_searches(first_day, language).subquery()
    opened = _select_opened(first_day).subquery()
    count = func.coalesce(opened.c.opened, 0)
    same = and_(SearchCount.language == asked.c.language, SearchCount.text == asked.c.text)
    rows = db.session.execute(
        select(
            asked.c.language,
            asked.c.text,
            asked.c.times,
            asked.c.asked_for,
            SearchCount.hits,
            count,
        )
        .join(SearchCount, and_(SearchCount.day == asked.c.day, same))
        .outerjoin(
            opened, and_(opened.c.language == asked.c.language, opened.c.text == asked.c.text)
        )
        .where(_belongs(which, count))
        .order_by(asked.c.asked_for.desc(), asked.c.times.desc(), asked.c.text)
        .limit(_MOST)
    )
    return tuple(LoggedSearch(*row) for row in rows)


def _select_searches(first_day: date, language: str) -> Select[str, str, date, int, int]:
    """Add up for each text its last day, how often it was searched for, and reported."""
    return (
        select(
            SearchCount.language,
            SearchCount.text,
            func.max(SearchCount.day).label("day"),
            func.sum(SearchCount.times).label("times"),
            func.sum(SearchCount.asked_for).label("asked_for"),
        )
        .where(
            SearchCount.day >= first_day, SearchCount.language == language if language else true()
        )
        .group_by(SearchCount.language, SearchCount.text)
    )


def _select_opened(first_day: date) -> Select[str, str, int]:
    """Select for each text how often its hits were opened."""
    return (
        select(OpenedHit.language, OpenedHit.text, func.sum(OpenedHit.times).label("opened"))
        .where(OpenedHit.day >= first_day)
        .group_by(OpenedHit.language, OpenedHit.text)
    )


def _belongs(which: SearchFilter, opened: ColumnElement[int]) -> ColumnElement[bool]:
    if which is SearchFilter.ALL:
        return true()
    answered = select(SearchAnswer.language, SearchAnswer.text)
    is_open = tuple_(SearchCount.language, SearchCount.text).not_in(answered)
    if which is SearchFilter.LOST:
        return and_(is_open, SearchCount.hits == 0)
    return and_(is_open, SearchCount.hits > 0, opened == 0)


def list_opened(language: str, text: str, viewer: Viewer) -> list[tuple[ArticleSummary, int]]:
    """Return the articles opened from the results of a text, most opened first."""
    require(Permission.USE_DESK, viewer)
    rows = db.session.execute(
        select(OpenedHit.article_id, func.sum(OpenedHit.times))
        .where(OpenedHit.language == language, OpenedHit.text == text)
        .group_by(OpenedHit.article_id)
    )
    times: dict[int, int] = {row[0]: row[1] for row in rows}
    lines = list_summaries(list(times), viewer)
    return sorted(((line, times[line.id]) for line in lines), key=lambda pair: -pair[1])


def list_answers(viewer: Viewer) -> list[AnsweredSearch]:
    """Return the editors' answers, latest first."""
    require(Permission.USE_DESK, viewer)
    answers = db.session.scalars(
        select(SearchAnswer)
        .order_by(SearchAnswer.answered_at.desc(), SearchAnswer.text)
        .limit(_MOST)
    ).all()
    tags = _tags(answers)
    lines = list_summaries([answer.article_id for answer in answers if answer.article_id], viewer)
    articles = {line.id: line for line in lines}
    return [
        AnsweredSearch(answer, tags.get(answer.tag_id or 0), articles.get(answer.article_id or 0))
        for answer in answers
    ]


def count_answers(first: datetime, following: datetime, viewer: Viewer) -> dict[str, int]:
    """Count the searches answered from one moment until before another, by kind of answer."""
    require(Permission.USE_DESK, viewer)
    rows = db.session.execute(
        select(SearchAnswer.kind, func.count())
        .where(SearchAnswer.answered_at >= first, SearchAnswer.answered_at < following)
        .group_by(SearchAnswer.kind)
        .order_by(SearchAnswer.kind)
    )
    return {row[0]: row[1] for row in rows}


def _tags(answers: Sequence[SearchAnswer]) -> Mapping[int, Tag]:
    wanted = {answer.tag_id for answer in answers if answer.tag_id}
    return {tag.id: tag for tag in db.session.scalars(select(Tag).where(Tag.id.in_(wanted)))}


def find_redirected_to(language: str, text: str, viewer: Viewer) -> ArticleSummary | None:
    """Return the public article to which these words are a redirect, or None."""
    slug = slugify(text)
    redirect = db.session.get(Redirect, (language, slug)) if slug else None
    if redirect is None:
        return None
    summaries = list_summaries([redirect.article_id], viewer)
    return next((summary for summary in summaries if summary.is_public), None)
