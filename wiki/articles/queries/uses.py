"""Read which articles cite a source or show a file, and which sources a text names in vain."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

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
from wiki.media.lead import LEAD
from wiki.media.models import MediaFile
from wiki.media.queries import list_article_ids
from wiki.references.models import CitedSource
from wiki.references.queries import find_items
from wiki.revisions.models import Revision

_MOST = 200


@dataclass(frozen=True)
class Uses:
    """The articles whose newest or published text shows a file, and the older versions that do."""

    article_ids: Collection[int]
    older_ids: Sequence[int]


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


def find_uses(file: MediaFile) -> Uses:
    """Return all uses of a file, also those in texts that give its address instead of its name.

    This reads the text of every version, which takes a moment in a large wiki.
    """
    showing = or_(
        Revision.body_html.contains(f"/media/{file.mark}/"),
        Revision.facts[LEAD].as_string() == f"media:{file.name}",
    )
    rows = db.session.execute(
        select(Revision.id, Article.id, Article.head_id, Article.published_id)
        .join(Article, Article.id == Revision.article_id)
        .where(showing)
        .order_by(Revision.id)
    ).all()
    current = {row[1] for row in rows if row[0] in (row[2], row[3])}
    older = [row[0] for row in rows if row[0] not in (row[2], row[3])]
    return Uses(current | set(list_article_ids(file.id)), older)
