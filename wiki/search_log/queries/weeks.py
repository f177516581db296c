"""Tell editors by week how well searches were answered: what was found, and what was opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import and_, case, func, select, true

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.clock import now
from wiki.db import db
from wiki.memory.queries import remember
from wiki.search_log.models import OpenedHit, SearchCount

# Of those that the log keeps, 90 days, as many as are always whole.
_WEEKS = 12

# A day with the number of searches, and of those not found, led on, and reported.
_Day = tuple[date, *tuple[int, ...]]


@dataclass(frozen=True)
class WeekOfSearches:
    """The searches of the week that begins on `monday`.

    `lost` are those of texts that found nothing at last on their day; of `opened` a hit was opened;
    `asked_for` were reported to the editors.
    """

    monday: date
    times: int = 0
    lost: int = 0
    opened: int = 0
    asked_for: int = 0


def list_weeks(viewer: Viewer, language: str = "") -> Sequence[WeekOfSearches]:
    """List the weeks since the first search that the log still has, the newest first.

    Weeks begin on Monday (UTC). A search of which several hits were opened counts once.
    """
    require(Permission.USE_DESK, viewer)
    monday = _monday_of(now().date())
    first = monday - timedelta(weeks=_WEEKS - 1)
    weeks = remember(
        ("weeks of searches", first, language),
        (SearchCount, OpenedHit),
        lambda: _add_up(_count_days(first, language)),
    )
    if not weeks:
        return ()
    known = {week.monday: week for week in weeks}
    mondays = (monday - timedelta(weeks=number) for number in range(_WEEKS))
    return [known.get(day, WeekOfSearches(day)) for day in mondays if day >= min(known)]


def _count_days(first: date, language: str) -> Iterable[_Day]:
    hits = (
        select(
            OpenedHit.day,
            OpenedHit.language,
            OpenedHit.text,
            func.sum(OpenedHit.times).label("times"),
        )
        .where(OpenedHit.day >= first)
        .group_by(OpenedHit.day, OpenedHit.language, OpenedHit.text)
        .subquery()
    )
    times = func.coalesce(hits.c.times, 0)
    rows = db.session.execute(
        select(
            SearchCount.day,
            func.sum(SearchCount.times),
            func.sum(case((SearchCount.hits == 0, SearchCount.times), else_=0)),
            func.sum(case((times < SearchCount.times, times), else_=SearchCount.times)),
            func.sum(SearchCount.asked_for),
        )
        .outerjoin(
            hits,
            and_(
                hits.c.day == SearchCount.day,
                hits.c.language == SearchCount.language,
                hits.c.text == SearchCount.text,
            ),
        )
        .where(SearchCount.day >= first, SearchCount.language == language if language else true())
        .group_by(SearchCount.day)
        .order_by(SearchCount.day)
    )
    # PostgreSQL adds whole numbers up to decimal ones.
    return [(day, *map(int, counts)) for day, *counts in rows]


def _add_up(days: Iterable[_Day]) -> tuple[WeekOfSearches, ...]:
    weeks = groupby(days, key=lambda day: _monday_of(day[0]))
    return tuple(
        WeekOfSearches(monday, *map(sum, zip(*(counts for _day, *counts in week), strict=True)))
        for monday, week in weeks
    )


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
