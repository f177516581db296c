"""Read which articles cite a source, and which of the sources that a text cites there are."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_

from wiki.accounts.models import Role
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import (
    ArticleSummary,
    is_public,
    is_visible,
    select_summaries,
    summary_of,
)
from wiki.db import db
from wiki.markup.parse import find_citations
from wiki.references.models import CitedSource
from wiki.references.queries import find_items
from wiki.revisions.models import Revision

_MOST = 200


def list_citing(source_id: int, viewer: Viewer) -> Sequence[ArticleSummary]:
    """Return the articles that cite a source, as far as the viewer may see the text that does.

    That the newest text of a public article cites it is for those to see who may read drafts.
    """
    condition: ColumnElement[bool] = CitedSource.in_published & is_public()
    if viewer.is_at_least(Role.AUTHOR):
        condition = or_(condition, CitedSource.in_head & is_visible(viewer))
    query = (
        select_summaries()
        .join(CitedSource, CitedSource.article_id == Article.id)
        .where(CitedSource.source_id == source_id, condition)
        .order_by(Revision.sort_key, Article.id)
        .limit(_MOST)
    )
    return [summary_of(article, revision) for article, revision in db.session.execute(query)]


def list_unknown_keys(body: str, language: str) -> list[str]:
    """Return the keys that a text cites and no source has, in the order of the text."""
    clusters = find_citations(body, language)
    keys = list(dict.fromkeys(cite.key for cluster in clusters for cite in cluster))
    known = find_items(keys)
    return [key for key in keys if key not in known]
