"""List articles: A-Ö, newest first, by kind and tag, those without tags, and the archived."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import (
    ArticleSummary,
    is_public,
    is_visible,
    line_columns,
    read_lines,
    seen_by,
    shown_id,
    with_authors,
)
from wiki.db import db
from wiki.memory.queries import read_ids, remember
from wiki.revisions.models import Revision
from wiki.tags.models import ArticleTag, Tag, TagKind
from wiki.tags.queries import select_tagged
from wiki.web.pagination import PAGE_SIZE, Page, turn_to

# What the lists are read from, but for those of a tag.
_TEXTS = (Article, Revision)
# As many characters of a text as tell what it is about.
_BEGINNING = 600


@dataclass(frozen=True)
class ArticleFilter:
    """The filters that only the A-Ö index has; None means everything.

    `first_characters` are those that sort keys may begin with, `phase` is the value of a phase
    that methods are for.
    """

    first_characters: Collection[str] | None = None
    phase: str | None = None

    @property
    def key(self) -> Hashable:
        """Return the same for filters that choose the same."""
        characters = self.first_characters
        return (self.phase, characters if characters is None else tuple(sorted(characters)))


def list_articles(
    viewer: Viewer,
    *,
    language: str | None = None,
    kind: str | None = None,
    tag: str | None = None,
    filters: ArticleFilter | None = None,
    newest_first: bool = False,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[ArticleSummary]:
    """List public articles in A-Ö order (or newest first), and the viewer's own drafts.

    An article is as new as its first publication, so that a correction leads no list of new ones.
    `tag` is a tag's slug.
    """
    chosen = filters or ArticleFilter()

    def find() -> Sequence[int]:
        # What is new is told without a look at the texts, which takes most of the time.
        needs_texts = not newest_first or chosen != ArticleFilter()
        query = _filtered(language, kind, tag, chosen, needs_texts=needs_texts)
        query = query.where(is_visible(viewer), Article.archived_at.is_(None))
        newest = Article.first_published_at.desc().nulls_last()
        order = newest if newest_first else Revision.sort_key.asc()
        return read_ids(query.order_by(order, Article.id))

    key = ("articles", language, kind, tag, chosen.key, newest_first, seen_by(viewer))
    ids = remember(key, (*_TEXTS, ArticleTag, Tag) if tag else _TEXTS, find)
    return turn_to(ids, lambda shown: with_authors(read_lines(shown)), page, size)


def _filtered(
    language: str | None,
    kind: str | None,
    tag_slug: str | None,
    filters: ArticleFilter,
    *,
    needs_texts: bool = True,
) -> Select[int]:
    query = select(Article.id)
    if needs_texts:
        query = query.join(Revision, Revision.id == shown_id())
    if language:
        query = query.where(Article.language == language)
    if kind:
        query = query.where(Article.kind == kind)
    if tag_slug:
        query = query.where(Article.id.in_(select_tagged(tag_slug)))
    if filters.first_characters is not None:
        characters = filters.first_characters
        query = query.where(func.substr(Revision.sort_key, 1, 1).in_(characters))
    if filters.phase:
        # Both databases give the list as JSON text, with each phase in quotes.
        phases = Revision.facts["phases"].as_string()
        query = query.where(phases.contains(f'"{filters.phase}"', autoescape=True))
    return query


def list_summaries(article_ids: Sequence[int], viewer: Viewer) -> list[ArticleSummary]:
    """List the articles with these ids that the viewer may see, in A-Ö order."""
    if not article_ids:
        return []
    rows = db.session.connection().execute(_visible_lines(viewer), {"ids": list(article_ids)})
    return with_authors(ArticleSummary(*row) for row in rows)


@lru_cache(maxsize=256)  # building it costs more than running it
def _visible_lines(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    is_asked = Article.id.in_(bindparam("ids", expanding=True))
    query = select(*line_columns()).join(Revision, Revision.id == shown_id())
    return query.where(is_asked, is_visible(viewer)).order_by(Revision.sort_key)


def count_first_characters(
    language: str, viewer: Viewer, kind: str | None = None, phase: str | None = None
) -> Mapping[str, int]:
    """Return the number of titles in the A-Ö index by the first character of their sort keys."""

    def count() -> Mapping[str, int]:
        query = _filtered(language, kind, None, ArticleFilter(phase=phase))
        query = query.where(is_visible(viewer), Article.archived_at.is_(None))
        character = func.substr(Revision.sort_key, 1, 1)
        counted = query.with_only_columns(character, func.count()).group_by(character)
        return {row[0]: row[1] for row in db.session.execute(counted)}

    return remember(("letters", language, kind, phase, seen_by(viewer)), _TEXTS, count)


def list_without_tag(kind: TagKind, viewer: Viewer, page: int = 1) -> Page[ArticleSummary]:
    """List the articles without a tag of `kind`, drafts too, in A-Ö order."""
    require(Permission.TAG, viewer)

    def find() -> Sequence[int]:
        query = select(Article.id).join(Revision, Revision.id == shown_id())
        query = query.where(_has_no_tag(kind)).order_by(Revision.sort_key, Article.id)
        return read_ids(query)

    ids = remember(("ids without tag", kind), (*_TEXTS, ArticleTag, Tag), find)
    return turn_to(ids, read_lines, page)


def count_without_tag(kind: TagKind, viewer: Viewer) -> int:
    """Return the number of articles without a tag of `kind`, drafts too."""
    require(Permission.TAG, viewer)

    def count() -> int:
        return db.session.scalar(select(func.count(Article.id)).where(_has_no_tag(kind))) or 0

    return remember(("without tag", kind), (Article, ArticleTag, Tag), count)


def _has_no_tag(kind: TagKind) -> ColumnElement[bool]:
    """Return the condition that an article is not archived and has no tag of `kind`."""
    tagged = (
        select(ArticleTag.article_id)
        .join(Tag, Tag.id == ArticleTag.tag_id)
        .where(ArticleTag.article_id == Article.id, Tag.kind == kind)
    )
    return and_(~tagged.exists(), Article.archived_at.is_(None))


def list_archived(viewer: Viewer, page: int = 1) -> Page[ArticleSummary]:
    """List archived articles, the latest archived first."""

    def find() -> Sequence[int]:
        query = select(Article.id).where(Article.archived_at.is_not(None), is_visible(viewer))
        return read_ids(query.order_by(Article.archived_at.desc(), Article.id))

    ids = remember(("archived ids", seen_by(viewer)), (Article,), find)
    return turn_to(ids, read_lines, page)


def count_archived(viewer: Viewer) -> int:
    """Count the archived articles."""

    def count() -> int:
        archived = and_(Article.archived_at.is_not(None), is_visible(viewer))
        return db.session.scalar(select(func.count(Article.id)).where(archived)) or 0

    return remember(("archived", seen_by(viewer)), (Article,), count)


def list_lately_published(viewer: Viewer, page: int = 1) -> Page[ArticleSummary]:
    """List public articles, those first whose public version is the newest."""

    def find() -> Sequence[int]:
        query = select(Article.id).where(is_public(), is_visible(viewer))
        return read_ids(query.order_by(Article.published_at.desc(), Article.id))

    ids = remember(("published ids", seen_by(viewer)), (Article,), find)
    return turn_to(ids, read_lines, page)


def find_beginnings(article_ids: Sequence[int], viewer: Viewer) -> Mapping[int, str]:
    """Return how the newest text of each article begins, for lists in which it is judged."""
    ids = tuple(article_ids)

    def find() -> Mapping[int, str]:
        rows = db.session.connection().execute(_beginnings(viewer), {"ids": ids})
        return {article_id: text.strip() for article_id, text in rows}

    return remember(("beginnings", ids, seen_by(viewer)), _TEXTS, find)


@lru_cache(maxsize=256)  # building it costs more than running it
def _beginnings(viewer: Viewer) -> Select[int, str]:
    begins = func.substr(Revision.body_text, 1, _BEGINNING)
    return (
        select(Article.id, begins)
        .join(Revision, Revision.id == Article.head_id)
        .where(Article.id.in_(bindparam("ids", expanding=True)), Revision.hidden_at.is_(None))
        .where(is_visible(viewer))
    )
