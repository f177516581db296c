"""Read what was searched, for editors, and where words lead, for readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
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
from wiki.search_log.models import OpenedHit, Search, SearchAnswer
from wiki.tags.models import Tag

PERIODS = (30, 90)
# An editor works from the top; what stands below the hundredth comes up when that is done.
_MOST = 100


class SearchFilter(StrEnum):
    """Name the lists of searches."""

    LOST = "lost"
    UNOPENED = "unopened"
    ALL = "all"


@dataclass(frozen=True)
class Searched:
    """Hold what is known of a text; `hits` is what its last search found."""

    language: str
    text: str
    times: int
    asked_for: int
    hits: int
    opened: int


@dataclass(frozen=True)
class Answered:
    """Hold what an editor made of a text."""

    answer: SearchAnswer
    tag: Tag | None
    article: ArticleSummary | None


def list_searches(
    viewer: Viewer, which: SearchFilter, days: int = PERIODS[0], language: str = ""
) -> list[Searched]:
    """List the searches of the last days: those readers told of first, then the most frequent.

    Lost are those whose last search found nothing; unopened those that found something of which
    nothing was opened. What an editor has answered is in neither list.
    """
    require(viewer, Permission.USE_DESK)
    first_day = now().date() - timedelta(days=days - 1)
    asked = (
        select(
            Search.language,
            Search.text,
            func.max(Search.day).label("day"),
            func.sum(Search.times).label("times"),
            func.sum(Search.asked_for).label("asked_for"),
        )
        .where(Search.day >= first_day, Search.language == language if language else true())
        .group_by(Search.language, Search.text)
        .subquery()
    )
    opened = _select_opened(first_day).subquery()
    count = func.coalesce(opened.c.opened, 0)
    same = and_(Search.language == asked.c.language, Search.text == asked.c.text)
    rows = db.session.execute(
        select(asked.c.language, asked.c.text, asked.c.times, asked.c.asked_for, Search.hits, count)
        .join(Search, and_(Search.day == asked.c.day, same))
        .outerjoin(
            opened, and_(opened.c.language == asked.c.language, opened.c.text == asked.c.text)
        )
        .where(_belongs(which, count))
        .order_by(asked.c.asked_for.desc(), asked.c.times.desc(), asked.c.text)
        .limit(_MOST)
    )
    return [Searched(*row) for row in rows]


def _select_opened(first_day: date) -> Select[str, str, int]:
    """Count for each text how often a hit was opened."""
    return (
        select(OpenedHit.language, OpenedHit.text, func.sum(OpenedHit.times).label("opened"))
        .where(OpenedHit.day >= first_day)
        .group_by(OpenedHit.language, OpenedHit.text)
    )


def _belongs(which: SearchFilter, opened: ColumnElement[int]) -> ColumnElement[bool]:
    if which is SearchFilter.ALL:
        return true()
    answered = select(SearchAnswer.language, SearchAnswer.text)
    is_open = tuple_(Search.language, Search.text).not_in(answered)
    if which is SearchFilter.LOST:
        return and_(is_open, Search.hits == 0)
    return and_(is_open, Search.hits > 0, opened == 0)


def list_opened(viewer: Viewer, language: str, text: str) -> list[tuple[ArticleSummary, int]]:
    """Return the articles opened from the results of a text, the most opened first."""
    require(viewer, Permission.USE_DESK)
    rows = db.session.execute(
        select(OpenedHit.article_id, func.sum(OpenedHit.times))
        .where(OpenedHit.language == language, OpenedHit.text == text)
        .group_by(OpenedHit.article_id)
    )
    times: dict[int, int] = {row[0]: row[1] for row in rows}
    lines = list_summaries(list(times), viewer)
    return sorted(((line, times[line.id]) for line in lines), key=lambda pair: -pair[1])


def list_answers(viewer: Viewer) -> list[Answered]:
    """Return what editors made of searches, the latest first."""
    require(viewer, Permission.USE_DESK)
    answers = db.session.scalars(
        select(SearchAnswer)
        .order_by(SearchAnswer.answered_at.desc(), SearchAnswer.text)
        .limit(_MOST)
    ).all()
    tags = _tags(answers)
    lines = list_summaries([one.article_id for one in answers if one.article_id], viewer)
    articles = {line.id: line for line in lines}
    return [
        Answered(one, tags.get(one.tag_id or 0), articles.get(one.article_id or 0))
        for one in answers
    ]


def _tags(answers: Sequence[SearchAnswer]) -> Mapping[int, Tag]:
    wanted = {one.tag_id for one in answers if one.tag_id}
    return {tag.id: tag for tag in db.session.scalars(select(Tag).where(Tag.id.in_(wanted)))}


def find_redirected_to(viewer: Viewer, language: str, text: str) -> ArticleSummary | None:
    """Return the article to which these words lead as an address, if readers see it."""
    slug = slugify(text)
    redirect = db.session.get(Redirect, (language, slug)) if slug else None
    if redirect is None:
        return None
    return next(
        (one for one in list_summaries([redirect.article_id], viewer) if one.is_public), None
    )
