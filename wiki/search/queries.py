"""Read what a search needs from the database: tags, and the texts that hits show."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from wiki.accounts.models import Role
from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.kinds import DEFAULT_TIMEZONE
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import is_public, is_visible
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.events.times import EventTimes, format_times, times_of
from wiki.media.queries import Lead, add_leads, read_lead
from wiki.revisions.models import Revision
from wiki.search.index.models import IndexTask
from wiki.tags.models import ArticleTag, Tag, TagSynonym
from wiki.tags.queries import BY_NUMBER
from wiki.web.numbers import read_number

# Limits of the answers that the database gives while there is no index.
_MOST_MATCHES = 100
_MOST_WORDS_MATCHED = 5
# Built once: every question runs these, and building a statement costs more than running it.
_FINGERPRINT = select(
    *(
        select(value).scalar_subquery()
        for column in (IndexTask.id, Tag.id, TagSynonym.id)
        for value in (func.count(column), func.coalesce(func.max(column), 0))
    ),
    # Every change of a text or a term writes there, and nothing is ever taken away.
    select(func.coalesce(func.max(AuditEntry.id), 0)).scalar_subquery(),
)
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


class Synonym(NamedTuple):
    """Another name of a tag."""

    language: str
    text: str


@dataclass(frozen=True)
class KnownTag:
    """What a search must know of a tag, in a form that outlives the session, to be cached."""

    id: int
    kind: str
    slug: str
    label_sv: str
    label_en: str
    number: int | None
    synonyms: tuple[Synonym, ...] = ()

    def label(self, language: str) -> str:
        """Return the tag's name in `language`."""
        return self.label_sv if language == "sv" else self.label_en


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


def list_known_tags() -> list[KnownTag]:
    """Return all tags with their synonyms, in their order; tags are public."""
    synonyms: dict[int, list[Synonym]] = {}
    rows = select(TagSynonym.tag_id, TagSynonym.language, TagSynonym.text).order_by(TagSynonym.id)
    for tag_id, language, text in db.session.execute(rows):
        synonyms.setdefault(tag_id, []).append(Synonym(language, text))
    tags = select(Tag.id, Tag.kind, Tag.slug, Tag.label_sv, Tag.label_en, Tag.number)
    return [
        KnownTag(*row, synonyms=tuple(synonyms.get(row.id, ())))
        for row in db.session.execute(
            tags.order_by(Tag.kind.desc(), BY_NUMBER, Tag.sort_key_sv, Tag.id)
        )
    ]


def find_fingerprint() -> tuple[int, ...]:
    """Return numbers that change with all that an answer depends on apart from the index itself.

    A saved text is in the outbox until a new generation of the index holds it.
    """
    return tuple(db.session.connection().execute(_FINGERPRINT).one())


def has_tasks(fingerprint: tuple[int, ...]) -> bool:
    """Tell whether the outbox held anything at the time of a fingerprint."""
    return fingerprint[0] > 0


def list_withdrawn(viewer: Viewer) -> set[int]:
    """Return the articles that may still be in the index, but that the viewer must not see now."""
    is_seen = is_visible(viewer)
    if not viewer.is_at_least(Role.EDITOR):
        is_seen = and_(is_seen, Article.archived_at.is_(None))
    query = select(Article.id).join(IndexTask, IndexTask.article_id == Article.id)
    return set(db.session.scalars(query.where(not_(is_seen))))


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


def match_public_texts(words: Sequence[str], chosen: Mapping[str, str]) -> list[tuple[int, int]]:
    """Return (article id, revision id) of public texts that hold any of the words, best first.

    Used while there is no index: exact words only, no drafts, and at most a hundred texts.
    """
    score: ColumnElement[int] = literal(0)
    holds: list[ColumnElement[bool]] = []
    for word in words[:_MOST_WORDS_MATCHED]:
        in_title, in_text = _holds(word, Revision.title), _holds(word, Revision.body_text)
        score = score + case((in_title, 4), else_=0) + case((in_text, 1), else_=0)
        holds += [in_title, in_text, _holds(word, Revision.summary)]
    query = (
        select(Article.id, Revision.id)
        .join(Revision, Revision.id == Article.published_id)
        .where(is_public(), Revision.hidden_at.is_(None))
        .order_by(score.desc(), Article.published_at.desc(), Article.id)
        .limit(_MOST_MATCHES)
    )
    if holds:
        query = query.where(or_(*holds))
    for name, value in chosen.items():
        query = query.where(_fits(name, value))
    return [(article_id, revision_id) for article_id, revision_id in db.session.execute(query)]


def _holds(word: str, column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    # SQLite's lower() does not know å ä ö, so the word is also looked for with a capital.
    return or_(
        column.icontains(word, autoescape=True), column.contains(word.capitalize(), autoescape=True)
    )


def _fits(name: str, value: str) -> ColumnElement[bool]:
    if name == "kind":
        return Article.kind == value
    if name == "language":
        return Article.language == value
    if name == "year":
        return _is_of_year(value)
    return exists().where(
        ArticleTag.article_id == Article.id, Tag.id == ArticleTag.tag_id, Tag.slug == value
    )


def _is_of_year(value: str) -> ColumnElement[bool]:
    """Tell whether a text is of this year, by the same rules as the field `year` of the index."""
    year, zone = read_number(value), ZoneInfo(DEFAULT_TIMEZONE)
    if not 1000 <= year < MAXYEAR:
        return false()
    fact_year, starts = Revision.facts["year"].as_integer(), Revision.facts["starts_at"].as_string()
    published = Article.first_published_at
    return or_(
        fact_year == year,
        starts.startswith(value),
        and_(
            fact_year.is_(None),
            starts.is_(None),
            published >= datetime(year, 1, 1, tzinfo=zone),
            published < datetime(year + 1, 1, 1, tzinfo=zone),
        ),
    )
