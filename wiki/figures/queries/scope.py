"""Say which articles and which time figures are of."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, and_, true

from wiki.articles.models import Article
from wiki.articles.queries.articles import is_public
from wiki.db import Base
from wiki.figures.models import ReadCount
from wiki.tags.models import ArticleTag, Tag
from wiki.tags.queries import select_tagged


def covers(university: str) -> ColumnElement[bool]:
    """Return the condition that readers see an article, and that it has the tag, if any."""
    if not university:
        return is_public()
    return and_(is_public(), Article.id.in_(select_tagged(university)))


def counts_for(university: str) -> ColumnElement[bool]:
    """Return the condition that a read is of an article with the tag, public still or not."""
    if not university:
        return true()
    return ReadCount.article_id.in_(select_tagged(university))


def read_from(university: str, *tables: type[Base]) -> Sequence[type[Base]]:
    """Return the tables that figures of the wiki or of a university are counted from."""
    return (*tables, ArticleTag, Tag) if university else tables


def span_of(year: int) -> tuple[datetime, datetime]:
    """Return when a year begins and when the next one does."""
    return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)


def days_of(year: int) -> tuple[date, date]:
    """Return the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)
