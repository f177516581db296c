"""Add up reads by month and by article."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import ArticleSummary, is_public
from wiki.articles.queries.lists import list_summaries
from wiki.clock import now
from wiki.db import db
from wiki.figures.models import ReadCount
from wiki.figures.queries.scope import counts_for, read_from
from wiki.memory.queries import remember
from wiki.pictures.charts import Month, month_of

_MOST_READ = 10
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Reads:
    """Reads of public articles within some days: by kind, and the articles read most."""

    kinds: Mapping[str, int]
    most_read: Sequence[tuple[ArticleSummary, int]]

    @property
    def total(self) -> int:
        """Return the number of reads."""
        return sum(self.kinds.values())


def count_reads_by_month(university: str = "") -> Mapping[Month, int]:
    """Return how often articles were read in each month, whether readers still see them or not."""
    tables = read_from(university, ReadCount)
    return remember(("reads by month", university), tables, lambda: _count_by_month(university))


def _count_by_month(university: str) -> Mapping[Month, int]:
    rows = db.session.execute(
        select(ReadCount.day, func.sum(ReadCount.times))
        .where(counts_for(university))
        .group_by(ReadCount.day)
    )
    months: Counter[Month] = Counter()
    for day, times in rows:
        months[month_of(day)] += int(times)
    return months


def last_year() -> tuple[date, date]:
    """Return the first and the last day of the year that ends today."""
    today = now().date()
    return today - _YEAR + timedelta(days=1), today


def find_reads(days: tuple[date, date], viewer: Viewer, university: str = "") -> Reads:
    """Return what was read from the first to the last of two days, of what readers see today."""
    key, tables = ("reads", days, university), read_from(university, ReadCount, Article)
    kinds, most = remember(key, tables, lambda: _add_up(days, university))
    lines = {line.id: line for line in list_summaries(list(most), viewer)}
    return Reads(kinds, [(lines[found], most[found]) for found in most if found in lines])


def _add_up(
    days: tuple[date, date], university: str
) -> tuple[Mapping[str, int], Mapping[int, int]]:
    """Return the reads by kind, and those of the articles read most."""
    times = func.sum(ReadCount.times)
    read = (
        select(ReadCount.article_id, times.label("times"))
        .where(ReadCount.day.between(*days), counts_for(university))
        .group_by(ReadCount.article_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Article.id, Article.kind, read.c.times)
        .join(read, read.c.article_id == Article.id)
        .where(is_public())
        .order_by(read.c.times.desc(), Article.id)
    ).all()
    kinds: Counter[str] = Counter()
    for _article_id, kind, count in rows:
        kinds[kind] += int(count)
    return kinds, {row[0]: int(row[2]) for row in rows[:_MOST_READ]}
