"""Read for the index what it holds, and for its hits what a page shows of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from wiki.accounts.models import Role
from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.kinds import DEFAULT_TIMEZONE
from wiki.articles.models import Article, Translation
from wiki.articles.queries import is_public, is_visible
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.search.models import IndexTask
from wiki.tags.models import ArticleTag, Tag, TagSynonym

# Articles read at a time: a rebuild must neither hold all texts nor one transaction for minutes.
CHUNK = 200
# While there is no index, the database answers with less.
_MOST_MATCHES = 100
_MOST_WORDS_MATCHED = 5
# Made once: it is asked for with each question.
_STATE = select(
    *(
        select(value).scalar_subquery()
        for column in (IndexTask.id, Tag.id, TagSynonym.id)
        for value in (func.count(column), func.coalesce(func.max(column), 0))
    )
)


class Synonym(NamedTuple):
    """Hold another word for a tag."""

    language: str
    text: str


@dataclass(frozen=True)
class KnownTag:
    """Hold what a search must know of a tag, apart from any session: answers are kept."""

    id: int
    kind: str
    slug: str
    label_sv: str
    label_en: str
    number: int | None
    synonyms: tuple[Synonym, ...] = ()

    def label(self, language: str) -> str:
        """Return the term in `language`."""
        return self.label_sv if language == "sv" else self.label_en


@dataclass(frozen=True)
class Found:
    """Hold what a hit shows of one text that the viewer may see."""

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

    @property
    def universities(self) -> list[KnownTag]:
        """Return the universities that the text is of."""
        return [tag for tag in self.tags if tag.kind == "university"]


def list_tasks(limit: int | None = None) -> list[tuple[int, int]]:
    """Return (id, article id) of the oldest rows of the outbox, of all without a limit."""
    rows = db.session.execute(
        select(IndexTask.id, IndexTask.article_id).order_by(IndexTask.id).limit(limit)
    )
    return [(task_id, article_id) for task_id, article_id in rows]


def list_sources(article_ids: Collection[int]) -> Sequence[Article]:
    """Return articles with all that their documents are made of."""
    return db.session.scalars(
        select(Article)
        .where(Article.id.in_(article_ids))
        .order_by(Article.id)
        .options(
            joinedload(Article.head).undefer(Revision.body_text).undefer(Revision.headings),
            joinedload(Article.published).undefer(Revision.body_text).undefer(Revision.headings),
            selectinload(Article.tags).selectinload(Tag.synonyms),
        )
    ).all()


def iterate_sources() -> Iterator[Article]:
    """Yield every article, each chunk in a transaction of its own."""
    last = 0
    while True:
        article_ids = db.session.scalars(
            select(Article.id).where(Article.id > last).order_by(Article.id).limit(CHUNK)
        ).all()
        if not article_ids:
            return
        yield from list_sources(article_ids)
        last = article_ids[-1]
        db.session.rollback()
        db.session.expunge_all()


def list_known_tags(viewer: Viewer) -> list[KnownTag]:
    """Return the vocabulary with its synonyms; all of it is public."""
    synonyms: dict[int, list[Synonym]] = {}
    rows = select(TagSynonym.tag_id, TagSynonym.language, TagSynonym.text).order_by(TagSynonym.id)
    for tag_id, language, text in db.session.execute(rows):
        synonyms.setdefault(tag_id, []).append(Synonym(language, text))
    tags = select(Tag.id, Tag.kind, Tag.slug, Tag.label_sv, Tag.label_en, Tag.number)
    return [
        KnownTag(*row, synonyms=tuple(synonyms.get(row.id, ())))
        for row in db.session.execute(tags.order_by(Tag.sort_key_sv, Tag.id))
    ]


def find_state() -> tuple[int, ...]:
    """Return numbers that change with whatever a search is answered from beside the index.

    What is saved stands in the outbox until another generation of the index holds it.
    """
    return tuple(db.session.execute(_STATE).one())


def has_tasks(state: tuple[int, ...]) -> bool:
    """Tell whether the index had still to hear of something in a state of `find_state`."""
    return state[0] > 0


def list_withdrawn(viewer: Viewer) -> set[int]:
    """Return the articles that the index may still show and the viewer must not see any more."""
    is_seen = is_visible(viewer)
    if not viewer.is_at_least(Role.EDITOR):
        is_seen = and_(is_seen, Article.archived_at.is_(None))
    query = select(Article.id).join(IndexTask, IndexTask.article_id == Article.id)
    return set(db.session.scalars(query.where(not_(is_seen))))


def find_texts(
    viewer: Viewer, wanted: Mapping[int, int], tags: Sequence[KnownTag]
) -> dict[int, Found]:
    """Return, by article, the texts to show for hits (article id -> revision id).

    The index may be a second behind: what the viewer may not see any more is left out here, and a
    public text is shown as it is published now. `tags` is the whole vocabulary.
    """
    if not wanted:
        return {}
    articles = db.session.scalars(select(Article).where(Article.id.in_(wanted))).all()
    shown = {article.id: _shown_id(viewer, article, wanted[article.id]) for article in articles}
    rows = select(
        Revision.id, Revision.article_id, Revision.title, Revision.summary, Revision.body_text
    ).where(Revision.id.in_([one for one in shown.values() if one]), Revision.hidden_at.is_(None))
    texts = {row.article_id: row for row in db.session.execute(rows)}
    borne = _list_borne(wanted, tags)
    return {
        article.id: _found(article, texts[article.id], borne.get(article.id, ()))
        for article in articles
        if article.id in texts
    }


def list_pairs(article_ids: Collection[int]) -> dict[int, int]:
    """Return for each of some articles its translation, where that is one of them too."""
    if len(article_ids) < 2:
        return {}
    rows = db.session.execute(
        select(Translation.sv_id, Translation.en_id).where(
            Translation.sv_id.in_(article_ids), Translation.en_id.in_(article_ids)
        )
    )
    return {one: other for sv_id, en_id in rows for one, other in ((sv_id, en_id), (en_id, sv_id))}


def _list_borne(
    article_ids: Collection[int], tags: Sequence[KnownTag]
) -> dict[int, list[KnownTag]]:
    """Return the tags of each article, in the order of `tags`."""
    rows = select(ArticleTag.article_id, ArticleTag.tag_id)
    pairs = {
        tuple(row) for row in db.session.execute(rows.where(ArticleTag.article_id.in_(article_ids)))
    }
    used = {tag_id for _, tag_id in pairs}
    shown = [tag for tag in tags if tag.id in used]
    return {
        article_id: [tag for tag in shown if (article_id, tag.id) in pairs]
        for article_id in article_ids
    }


def _shown_id(viewer: Viewer, article: Article, revision_id: int) -> int | None:
    if article.head_id == revision_id and can(viewer, Permission.SEE_DRAFT, article):
        return revision_id
    return article.published_id if article.is_public else None


def _found(article: Article, text: Row[int, int, str, str, str], tags: Sequence[KnownTag]) -> Found:
    return Found(
        article_id=article.id,
        language=article.language,
        slug=article.slug,
        kind=article.kind,
        title=text.title,
        summary=text.summary,
        text=text.body_text,
        tags=tags,
        published_at=article.published_at if article.is_public else None,
        is_draft=text.id != article.published_id,
        is_archived=article.is_archived,
    )


def match_public_texts(
    viewer: Viewer, words: Sequence[str], chosen: Mapping[str, str]
) -> list[tuple[int, int]]:
    """Return (article id, revision id) of public texts that hold any word, best first.

    For the minutes without an index: no forms of words, no drafts, and not more than a hundred.
    """
    worth: ColumnElement[int] = literal(0)
    holds: list[ColumnElement[bool]] = []
    for word in words[:_MOST_WORDS_MATCHED]:
        in_title, in_text = _holds(word, Revision.title), _holds(word, Revision.body_text)
        worth = worth + case((in_title, 4), else_=0) + case((in_text, 1), else_=0)
        holds += [in_title, in_text, _holds(word, Revision.summary)]
    query = (
        select(Article.id, Revision.id)
        .join(Revision, Revision.id == Article.published_id)
        .where(is_public(), Revision.hidden_at.is_(None))
        .order_by(worth.desc(), Article.published_at.desc(), Article.id)
        .limit(_MOST_MATCHES)
    )
    if holds:
        query = query.where(or_(*holds))
    for name, value in chosen.items():
        query = query.where(_fits(name, value))
    return [(article_id, revision_id) for article_id, revision_id in db.session.execute(query)]


def _holds(word: str, column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    # SQLite's lower() knows no å ä ö, so the word is tried with a capital too.
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
    """Tell of a text what the field `year` of the index tells."""
    if not (value.isascii() and value.isdigit() and 1000 <= int(value) < MAXYEAR):
        return false()
    zone, year = ZoneInfo(DEFAULT_TIMEZONE), int(value)
    said, starts = Revision.facts["year"].as_integer(), Revision.facts["starts_at"].as_string()
    published = Article.first_published_at
    return or_(
        said == year,
        starts.startswith(value),
        and_(
            said.is_(None),
            starts.is_(None),
            published >= datetime(year, 1, 1, tzinfo=zone),
            published < datetime(year + 1, 1, 1, tzinfo=zone),
        ),
    )
