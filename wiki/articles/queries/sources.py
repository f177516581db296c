"""Read which articles cite a source."""

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
from wiki.references.models import CitedSource
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
