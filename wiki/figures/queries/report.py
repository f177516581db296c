"""Read what a year brought: the articles that were new in it, and those that were changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, select

from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import (
    ArticleSummary,
    is_visible,
    select_summaries,
    summary_of,
)
from wiki.clock import now
from wiki.db import db
from wiki.figures.counts import SearchCounts
from wiki.figures.queries.scope import covers, span_of
from wiki.revisions.models import Revision
from wiki.search_log.actions import DAYS_KEPT
from wiki.search_log.queries import count_answers

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
    first, following = span_of(year)
    summaries = (
        select_summaries()
        .where(covers(university), is_visible(viewer))
        .order_by(Revision.sort_key, Article.id)
    )
    is_new = (Article.first_published_at >= first, Article.first_published_at < following)
    changed = Revision.__table__.alias("changed")
    is_updated = exists(
        select(changed.c.id).where(
            changed.c.article_id == Article.id,
            changed.c.published_at >= first,
            changed.c.published_at < following,
        )
    )
    new = [summary_of(*row) for row in db.session.execute(summaries.where(*is_new))]
    updated = db.session.execute(
        summaries.where(Article.first_published_at < first, is_updated).limit(MOST_LISTED)
    )
    return YearLists(
        kinds=Counter(line.kind for line in new),
        new=new[:MOST_LISTED],
        updated=[summary_of(*row) for row in updated],
    )


def find_searches(year: int, viewer: Viewer) -> SearchCounts | None:
    """Return how many searches editors have answered in a year, to them alone.

    Nothing is known of what was answered before the log begins: it is kept for ninety days.
    """
    first, following = span_of(year)
    if not can(Permission.USE_DESK, viewer) or following < now() - timedelta(days=DAYS_KEPT):
        return None
    return SearchCounts(count_answers(first, following, viewer))
