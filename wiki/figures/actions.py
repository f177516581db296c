"""Store counts of reads, and merge those of old days into months."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import delete, func, insert, select

from wiki.articles.models import Article
from wiki.clock import now
from wiki.db import db, write
from wiki.figures.buffer import Key
from wiki.figures.models import ReadCount

# So that each day of the last year can still be told from the others.
DAYS_KEPT = 400


def store_reads(counts: Mapping[Key, int]) -> None:
    """Add counts to those of their days, in one short transaction."""
    days: dict[date, dict[int, int]] = defaultdict(dict)
    for (day, article_id), times in counts.items():
        days[day][article_id] = times
    with write():
        for day, times_of in sorted(days.items()):
            _store_day(day, times_of)


def _store_day(day: date, times_of: Mapping[int, int]) -> None:
    of_day = select(ReadCount).where(
        ReadCount.day == day, ReadCount.article_id.in_(times_of.keys())
    )
    stored = {row.article_id: row for row in db.session.scalars(of_day)}
    for article_id, row in stored.items():
        row.times += times_of[article_id]
    # A draft that was deleted meanwhile has no row to refer to.
    known = select(Article.id).where(Article.id.in_(times_of.keys() - stored.keys()))
    db.session.add_all(
        ReadCount(day=day, article_id=article_id, times=times_of[article_id])
        for article_id in db.session.scalars(known).all()
    )
    db.session.flush()


def merge_reads() -> int:
    """Merge the days of months that ended 400 days ago; return the number of months merged.

    Each month is a transaction of its own, so that nobody waits for long; one that was merged
    before has its first day alone and is left as it is.
    """
    last = (now() - timedelta(days=DAYS_KEPT)).date().replace(day=1)
    days = select(ReadCount.day).where(ReadCount.day < last).distinct()
    months = sorted({day.replace(day=1) for day in db.session.scalars(days) if day.day > 1})
    for month in months:
        with write():
            _merge_month(month)
    return len(months)


def _merge_month(first: date) -> None:
    following = (first + timedelta(days=31)).replace(day=1)
    is_in_month = ReadCount.day.between(first, following - timedelta(days=1))
    sums: Sequence[tuple[int, int]] = [
        (row[0], row[1])
        for row in db.session.execute(
            select(ReadCount.article_id, func.sum(ReadCount.times))
            .where(is_in_month)
            .group_by(ReadCount.article_id)
        )
    ]
    db.session.execute(delete(ReadCount).where(is_in_month))
    if sums:  # another process may have been faster
        db.session.execute(
            insert(ReadCount),
            [{"day": first, "article_id": article, "times": times} for article, times in sums],
        )
