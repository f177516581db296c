"""Read what a year brought: the articles that were new in it, and those that were changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, exists, extract, func, select

from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import ArticleSummary, is_visible, read_lines, seen_by
from wiki.clock import now
from wiki.db import db
from wiki.figures.counts import SearchCounts
from wiki.figures.queries.scope import covers, read_from, span_of
from wiki.memory.queries import read_ids, remember
from wiki.revisions.models import Revision
from wiki.search_log.actions import DAYS_KEPT
from wiki.search_log.queries.searches import count_answers

# A report is a page to print, not a catalogue; the numbers are of all.
MOST_LISTED = 100


@dataclass(frozen=True)
class YearLists:
    """The articles of a year, in A-Ö order: all that are new by kind, and some of each list."""

    kinds: Mapping[str, int]
    new: Sequence[ArticleSummary]
    updated: Sequence[ArticleSummary]


def find_year_lists(year: int, viewer: Viewer, university: str = "") -> YearLists:
    """Return the public articles first published in a year, and older ones changed in it."""
    key = ("year", year, university, seen_by(viewer))
    tables = read_from(university, Article, Revision)
    kinds, new, updated = remember(key, tables, lambda: _find_ids(year, university, viewer))
    return YearLists(kinds, read_lines(new), read_lines(updated))


_Ids = tuple[Mapping[str, int], Sequence[int], Sequence[int]]


def _find_ids(year: int, university: str, viewer: Viewer) -> _Ids:
    """Return how many articles are new, by kind, and the ids of both lists."""
    # Years as `list_years` tells them, so that the lists are of what it counts.
    first = extract("year", Article.first_published_at)
    is_new = and_(covers(university), first == year)
    kinds = select(Article.kind, func.count()).where(is_new).group_by(Article.kind)
    changed = Revision.__table__.alias("changed")
    is_updated = exists(
        select(changed.c.id).where(
            changed.c.article_id == Article.id, extract("year", changed.c.published_at) == year
        )
    )
    ids = select(Article.id).join(Revision, Revision.id == Article.published_id)
    ids = ids.where(is_visible(viewer)).order_by(Revision.sort_key, Article.id).limit(MOST_LISTED)
    return (
        {row[0]: row[1] for row in db.session.execute(kinds)},
        read_ids(ids.where(is_new)),
        read_ids(ids.where(covers(university), first < year, is_updated)),
    )


def find_searches(year: int, viewer: Viewer) -> SearchCounts | None:
    """Return how many searches editors have answered in a year, to them alone.

    Nothing is known of what was answered before the log begins: it is kept for ninety days.
    """
    first, following = span_of(year)
    if not can(Permission.USE_DESK, viewer) or following < now() - timedelta(days=DAYS_KEPT):
        return None
    return SearchCounts(count_answers(first, following, viewer))
