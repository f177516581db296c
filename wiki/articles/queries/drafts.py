"""Read drafts that wait for an editor."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import ColumnElement, and_, bindparam, func, select

from wiki.accounts.models import User
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import ArticleSummary, is_visible, line_columns, seen_by
from wiki.articles.queries.completeness import list_missing
from wiki.db import db
from wiki.memory.queries import read_ids, remember
from wiki.revisions.models import Revision
from wiki.tags.models import ArticleTag, Tag
from wiki.web.pagination import Page, turn_to

# What says which parts a draft has.
_ASKED_OF = (Article, Revision, ArticleTag, Tag, Translation)


@dataclass(frozen=True)
class Draft:
    """A draft that waits: what its newest text says of the article, and that version of it."""

    line: ArticleSummary
    revision_id: int
    created_at: datetime
    author: str

    @property
    def id(self) -> int:
        """Return the id of the article."""
        return self.line.id


def list_waiting(viewer: Viewer, page: int = 1) -> Page[Draft]:
    """List drafts that wait to be published, oldest first."""
    ids = remember(
        ("waiting ids", seen_by(viewer)), (Article, Revision), lambda: _find_waiting(viewer)
    )
    return turn_to(ids, _read, page)


def _find_waiting(viewer: Viewer) -> Sequence[int]:
    query = select(Article.id).join(Revision, Revision.id == Article.head_id)
    query = query.where(_waits(), is_visible(viewer))
    return read_ids(query.order_by(Revision.created_at, Article.id))


def count_waiting(viewer: Viewer) -> int:
    """Count the drafts that wait to be published."""

    def count() -> int:
        query = select(func.count(Article.id)).where(_waits(), is_visible(viewer))
        return db.session.scalar(query) or 0

    return remember(("waiting", seen_by(viewer)), (Article,), count)


def find_missing(drafts: Iterable[Draft]) -> Mapping[int, list[str]]:
    """Return, by article, what the drafts of a list above lack to be published."""
    rows = tuple((draft.id, draft.revision_id, draft.line.is_public) for draft in drafts)
    asked = current_app.config["REQUIRED_FOR_PUBLICATION"]
    return remember(("missing", rows, str(asked)), _ASKED_OF, lambda: list_missing(rows))


def _waits() -> ColumnElement[bool]:
    return and_(
        Article.head_id != func.coalesce(Article.published_id, 0),
        Article.archived_at.is_(None),
        Article.held_at.is_(None),
    )


# Built once: building a statement costs more than running it.
_HEADS = (
    select(*line_columns(), Revision.id, Revision.created_at, User.name)
    .join(Revision, Revision.id == Article.head_id)
    .join(User, User.id == Revision.author_id)
    .where(Article.id.in_(bindparam("ids", expanding=True)))
)


def _read(article_ids: Sequence[int]) -> list[Draft]:
    rows = db.session.connection().execute(_HEADS, {"ids": list(article_ids)})
    drafts = {row[0]: Draft(ArticleSummary(*row[:-3]), *row[-3:]) for row in rows}
    return [drafts[article_id] for article_id in article_ids if article_id in drafts]
