"""Read the viewer's own articles, with their states."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import case, exists, func, select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, ArticleAuthor
from wiki.articles.queries.articles import ArticleSummary, is_visible, summary_of
from wiki.articles.queries.completeness import list_missing
from wiki.revisions.models import Revision
from wiki.web.pagination import Page, paginate


class State(StrEnum):
    """Where an article stands; of a published article, whether a newer draft waits or is held."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"
    NEWER_DRAFT = "newer_draft"
    NEWER_WAITING = "newer_waiting"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class OwnArticle:
    """An article of the viewer's: its newest version, where it stands, and what it lacks."""

    line: ArticleSummary
    newest: Revision
    state: State
    missing: tuple[str, ...] = ()


def list_own_articles(viewer: Viewer, page: int = 1) -> Page[OwnArticle]:
    """List what the viewer began, is named for, or has a newer draft of: drafts first, the newest.

    Archived articles come last.
    """
    is_chosen = exists().where(
        ArticleAuthor.article_id == Article.id, ArticleAuthor.user_id == viewer.user_id
    )
    has_draft = Revision.id != func.coalesce(Article.published_id, 0)
    own = (Article.created_by_id == viewer.user_id) | is_chosen
    query = (
        select(Article, Revision)
        .join(Revision, Revision.id == Article.head_id)
        .where(own | (has_draft & (Revision.author_id == viewer.user_id)), is_visible(viewer))
        .order_by(
            Article.archived_at.is_not(None),
            case((has_draft, 0), else_=1),
            Revision.created_at.desc(),
            Article.id,
        )
    )
    found = paginate(query, _read, page)
    return replace(found, items=_with_missing(found.items))


def _read(article: Article, newest: Revision) -> OwnArticle:
    return OwnArticle(summary_of(article, newest), newest, _state(article))


def _state(article: Article) -> State:
    if article.is_archived:
        return State.ARCHIVED
    if not article.has_draft:
        return State.PUBLISHED
    if article.is_public:
        return State.NEWER_WAITING if article.held_at is None else State.NEWER_DRAFT
    return State.WAITING if article.held_at is None else State.DRAFT


def _with_missing(items: Iterable[OwnArticle]) -> list[OwnArticle]:
    items = list(items)
    missing = list_missing((own.line.id, own.newest.id, own.line.is_public) for own in items)
    return [replace(own, missing=tuple(missing.get(own.line.id, ()))) for own in items]
