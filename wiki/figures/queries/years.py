"""Count what each year brought: one statement for changes, and one for the people who wrote."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Select, extract, func, select

from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.clock import now
from wiki.db import db
from wiki.figures.counts import YearCount
from wiki.figures.queries.scope import covers, read_from
from wiki.memory.queries import remember
from wiki.pictures.charts import Month
from wiki.pictures.queries import count_by_month
from wiki.revisions.models import Revision


def list_years(reads: Mapping[Month, int], viewer: Viewer, university: str = "") -> list[YearCount]:
    """Return each year since the first publication, the newest first; this year is one of them.

    `reads` are those of each month. How many people wrote is told to editors alone, else it is 0.
    """
    new = _by_year(count_by_month(None, university or None))
    read = _by_year(reads)
    tables = read_from(university, Article, Revision)
    updated = remember(("updated", university), tables, lambda: _count_updated(university))
    people = {}
    if can(Permission.USE_DESK, viewer):
        people = remember(("people", university), tables, lambda: _count_people(university))
    this_year = now().year
    total, years = 0, []
    for year in range(min([this_year, *new, *read]), this_year + 1):
        total += new[year]
        years.append(
            YearCount(year, new[year], updated.get(year, 0), total, read[year], people.get(year, 0))
        )
    return years[::-1]


def _by_year(months: Mapping[Month, int]) -> Counter[int]:
    years: Counter[int] = Counter()
    for (year, _month), count in months.items():
        years[year] += count
    return years


def _count_updated(university: str) -> dict[int, int]:
    """Count by year the public articles of earlier years of which a new version was published."""
    year = extract("year", Revision.published_at)
    changed = (
        select(year.label("year"), Revision.article_id)
        .join(Article, Article.id == Revision.article_id)
        .where(covers(university), year > extract("year", Article.first_published_at))
        .distinct()
        .subquery()
    )
    return _read(select(changed.c.year, func.count()).group_by(changed.c.year))


def _count_people(university: str) -> dict[int, int]:
    """Count by year who has written what readers see, up to the version that they see."""
    written = (
        select(extract("year", Revision.created_at).label("year"), Revision.author_id)
        .join(Article, Article.id == Revision.article_id)
        .where(covers(university), Revision.id <= Article.published_id)
        .distinct()
        .subquery()
    )
    return _read(select(written.c.year, func.count()).group_by(written.c.year))


def _read(query: Select[int, int]) -> dict[int, int]:
    return {int(row[0]): int(row[1]) for row in db.session.execute(query)}
