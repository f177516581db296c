"""List translations that are missing or no longer up to date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, ArticleAuthor, Translation
from wiki.articles.queries.articles import (
    ArticleSummary,
    is_public,
    is_visible,
    read_lines,
    seen_by,
    shown_id,
    summary_of,
)
from wiki.db import db
from wiki.memory.queries import remember
from wiki.revisions.models import Revision
from wiki.web.pagination import Page, turn_to

_OTHER = aliased(Article)
_MOST_SHOWN = 50
# What the lists are read from.
_TABLES = (Article, Translation, Revision)


class Lack(StrEnum):
    """What may be wrong with a translation: it is behind, missing, or nobody has said of what."""

    BEHIND = "behind"
    MISSING = "missing"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class Lacking:
    """An article in such a list; `behind` is how many parts of its original have changed."""

    line: ArticleSummary
    behind: int = 0


def list_lacking(lack: Lack, viewer: Viewer, page: int = 1) -> Page[Lacking]:
    """List the translations that are behind, or the public articles that have none."""
    require(Permission.USE_DESK, viewer)
    behind = remember(
        ("lacking", lack, seen_by(viewer)), _TABLES, lambda: _find_lacking(lack, viewer)
    )

    def read(ids: Sequence[int]) -> Sequence[Lacking]:
        return [Lacking(line, behind[line.id]) for line in read_lines(ids)]

    return turn_to(list(behind), read, page)


def _find_lacking(lack: Lack, viewer: Viewer) -> Mapping[int, int]:
    """Return how many parts each article is behind, in the order of the list."""
    query = _QUERIES[lack](viewer)
    columns = query.selected_columns
    found = query.with_only_columns(Article.id, columns["behind"], maintain_column_froms=True)
    return dict(db.session.execute(found).all())


def count_behind(viewer: Viewer) -> int:
    """Count the translations whose originals have changed since."""
    require(Permission.USE_DESK, viewer)

    def count() -> int:
        counted = _select_behind(viewer).with_only_columns(func.count()).order_by(None)
        return db.session.scalar(counted) or 0

    return remember(("behind", seen_by(viewer)), (Translation, Article), count)


def list_own_behind(viewer: Viewer) -> list[Lacking]:
    """List the viewer's own translations whose originals have changed, most changes first."""
    is_chosen = exists().where(
        ArticleAuthor.article_id == Article.id, ArticleAuthor.user_id == viewer.user_id
    )
    looks_after = func.coalesce(Article.owner_id, Article.created_by_id) == viewer.user_id
    own = _select_behind(viewer).where(or_(looks_after, is_chosen)).limit(_MOST_SHOWN)
    return [_read(*row) for row in db.session.execute(own)]


def _read(article: Article, revision: Revision, behind: int) -> Lacking:
    return Lacking(summary_of(article, revision), behind)


def _select_behind(viewer: Viewer) -> Select[Article, Revision, int]:
    """Select the translations of public originals that have changed since."""
    follower_id = case(
        (Translation.original_id == Translation.sv_id, Translation.en_id), else_=Translation.sv_id
    )
    return (
        select(Article, Revision, Translation.behind)
        .join(Translation, and_(Article.id == follower_id, Translation.behind > 0))
        .join(_OTHER, _OTHER.id == Translation.original_id)
        .join(Revision, Revision.id == shown_id())
        .where(Article.archived_at.is_(None), is_public(_OTHER), is_visible(viewer))
        .order_by(Translation.behind.desc(), Article.id)
    )


def _select_missing(_viewer: Viewer) -> Select[Article, Revision, int]:
    """Select the public articles without a translation, be it a draft or archived."""
    has_translation = exists().where(
        or_(Translation.sv_id == Article.id, Translation.en_id == Article.id)
    )
    return (
        select(Article, Revision, literal(0).label("behind"))
        .join(Revision, Revision.id == shown_id())
        .where(is_public(), ~has_translation)
        .order_by(Article.published_at.desc(), Article.id)
    )


def _select_unsaid(_viewer: Viewer) -> Select[Article, Revision, int]:
    """Select an article of each public pair of which nobody has said which is the original."""
    return (
        select(Article, Revision, Translation.behind)
        .join(Translation, Translation.en_id == Article.id)
        .join(_OTHER, _OTHER.id == Translation.sv_id)
        .join(Revision, Revision.id == shown_id())
        .where(Translation.original_id.is_(None), is_public(), is_public(_OTHER))
        .order_by(Revision.sort_key, Article.id)
    )


_QUERIES = {
    Lack.BEHIND: _select_behind,
    Lack.MISSING: _select_missing,
    Lack.UNSAID: _select_unsaid,
}
