"""Read the texts that hits show."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Executable, bindparam, select

from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import is_public
from wiki.db import db
from wiki.events.times import EventTimes, format_times, times_of
from wiki.media.queries import Lead, add_leads, read_lead
from wiki.revisions.models import Revision
from wiki.search.queries.tags import KnownTag
from wiki.tags.models import ArticleTag

# Built once: every question runs these, and building a statement costs more than running it.
_IDS: BindParameter[int] = bindparam("article_ids", expanding=True)
# The newest text and the published one, which mostly are the same.
_TEXTS = add_leads(
    select(
        Article.id,
        Article.language,
        Article.slug,
        Article.kind,
        Article.created_by_id,
        Article.head_id,
        Article.published_id,
        Article.published_at,
        Article.archived_at,
        is_public().label("is_public"),
        Revision.id.label("revision_id"),
        Revision.title,
        Revision.summary,
        Revision.body_text,
        Revision.facts,
    )
    .join(Revision, Revision.id.in_((Article.head_id, Article.published_id)))
    .where(Article.id.in_(_IDS), Revision.hidden_at.is_(None)),
    Article.id,
)
_TAGGINGS = select(ArticleTag.article_id, ArticleTag.tag_id).where(ArticleTag.article_id.in_(_IDS))
_PAIRS = select(Translation.sv_id, Translation.en_id).where(
    Translation.sv_id.in_(_IDS), Translation.en_id.in_(_IDS)
)


@dataclass(frozen=True)
class FoundText:
    """What a hit shows of a text that the viewer may see."""

    article_id: int
    language: str
    slug: str
    kind: str
    title: str
    summary: str
    text: str
    tags: Sequence[KnownTag]
    published_at: datetime | None
    is_draft: bool
    is_archived: bool
    times: EventTimes | None = None
    lead: Lead | None = None

    @property
    def universities(self) -> list[KnownTag]:
        """Return the universities that the text is tagged with."""
        return [tag for tag in self.tags if tag.kind == "university"]

    def said(self, language: str) -> str:
        """Return in words when an event takes place, or "" when that is unknown or not an event."""
        return format_times(self.times, language)


def find_texts(
    revision_ids: Mapping[int, int], tags: Sequence[KnownTag], viewer: Viewer
) -> dict[int, FoundText]:
    """Return by article id the texts to show for hits (article id -> revision id).

    The index may be a second behind: what the viewer may no longer see is left out here, and a
    public text is shown as it is published now. `tags` are all tags.
    """
    if not revision_ids:
        return {}
    tags_of = _list_tags(revision_ids, tags)
    return {
        row.id: _found(row, tags_of[row.id])
        for row in _rows(_TEXTS, revision_ids)
        if row.revision_id == _shown_id(row, revision_ids[row.id], viewer)
    }


def list_pairs(article_ids: Collection[int]) -> dict[int, int]:
    """Return the translation of each of these articles that has one among them."""
    pairs: dict[int, int] = {}
    for sv_id, en_id in _rows(_PAIRS, article_ids):
        pairs[sv_id], pairs[en_id] = en_id, sv_id
    return pairs


def _rows(statement: Executable, article_ids: Iterable[int]) -> Iterable[Any]:
    """Return plain rows: objects of the session would double the cost of a question."""
    return db.session.connection().execute(statement, {_IDS.key: list(article_ids)})


def _list_tags(article_ids: Collection[int], tags: Sequence[KnownTag]) -> dict[int, list[KnownTag]]:
    """Return the tags of each article, in the order of `tags`."""
    pairs = {(row.article_id, row.tag_id) for row in _rows(_TAGGINGS, article_ids)}
    used = {tag_id for _, tag_id in pairs}
    shown = [tag for tag in tags if tag.id in used]
    return {
        article_id: [tag for tag in shown if (article_id, tag.id) in pairs]
        for article_id in article_ids
    }


def _shown_id(row: Any, revision_id: int, viewer: Viewer) -> int | None:
    if row.head_id == revision_id and can(Permission.SEE_DRAFT, viewer, row):
        return revision_id
    return row.published_id if row.is_public else None


def _found(row: Any, tags: Sequence[KnownTag]) -> FoundText:
    return FoundText(
        article_id=row.id,
        language=row.language,
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        summary=row.summary,
        text=row.body_text,
        tags=tags,
        published_at=row.published_at if row.is_public else None,
        is_draft=row.revision_id != row.published_id,
        is_archived=row.archived_at is not None,
        times=times_of(row.kind, row.facts),
        lead=read_lead(row) if row.is_public else None,
    )
