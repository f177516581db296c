"""Read the numbers behind the pictures: public articles only, so that all readers see the same.

What is asked of all articles is remembered until one of its tables changes.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import extract, func, select
from sqlalchemy.orm import aliased

from wiki.accounts.viewer import Viewer
from wiki.articles.kinds import PHASES
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import ArticleSummary, is_public
from wiki.articles.queries.lists import list_summaries
from wiki.db import db
from wiki.events.queries import is_listed_in
from wiki.memory.queries import remember
from wiki.pictures.charts import Month
from wiki.pictures.process import Phase, Process, draw_process
from wiki.pictures.timeline import UNDATED, format_day
from wiki.pictures.topiclinks import TopicLink
from wiki.revisions.models import Revision
from wiki.tags.models import ArticleTag, Tag, TagKind
from wiki.tags.queries import list_tags, select_tagged
from wiki.web.pagination import Page, nearest_page

# The kinds of article on the timeline.
DATED_KINDS = ("case", "event")
TIMELINE_PAGE = 60
# What the numbers are read from.
_TAGGED = (Article, ArticleTag, Tag)
_TEXTS = (Article, Revision)


@dataclass(frozen=True)
class Dated:
    """When a case began or an event starts: `key` is sortable: 1951, 2022-10 or 2026-12-05."""

    article_id: int
    kind: str
    year: int
    key: str


@dataclass(frozen=True)
class TimelineEntry:
    """An article on the timeline.

    `key` is its date, as exactly as known; `day` is its day or month in words, or empty.
    """

    summary: ArticleSummary
    key: str
    day: str


@dataclass(frozen=True)
class Timeline:
    """A page of the timeline with its years, and the years of all articles found."""

    page: Page[tuple[int, TimelineEntry]]
    years: Sequence[int]


@dataclass(frozen=True)
class TopicNumbers:
    """The topics that articles are tagged with, the most frequent first, and their links.

    Links refer to topics by their index in `tags`.
    """

    tags: Sequence[Tag]
    counts: Sequence[int]
    links: tuple[TopicLink, ...]


def find_timeline(
    language: str,
    viewer: Viewer,
    *,
    kind: str | None = None,
    tags: Sequence[str] = (),
    page: int = 1,
) -> Timeline:
    """Return cases and events, oldest first, those without a year last. `tags` are slugs.

    As in the calendar, an article without a text in `language` is shown in the other language.
    """
    found = [dated for dated in _list_dated(language) if kind in (None, dated.kind)]
    for slug in tags:
        found = _with_tag(found, slug)
    number = nearest_page(page, len(found), TIMELINE_PAGE)
    shown = found[(number - 1) * TIMELINE_PAGE : number * TIMELINE_PAGE]
    summaries = list_summaries([dated.article_id for dated in shown], viewer)
    by_id = {summary.id: summary for summary in summaries}
    items = [
        (dated.year, TimelineEntry(summary, dated.key, format_day(dated.key, language)))
        for dated in shown
        if (summary := by_id.get(dated.article_id))
    ]
    years = [dated.year for dated in found]
    return Timeline(Page(items, number, TIMELINE_PAGE, len(found)), years)


def _with_tag(found: Sequence[Dated], slug: str) -> list[Dated]:
    tagged = set(db.session.scalars(select_tagged(slug)))
    return [dated for dated in found if dated.article_id in tagged]


def _list_dated(language: str) -> Sequence[Dated]:
    return remember(
        ("dated", language), (Article, Revision, Translation), lambda: _find_dated(language)
    )


def _find_dated(language: str) -> Sequence[Dated]:
    year, start = Revision.facts["year"].as_string(), Revision.facts["starts_at"].as_string()
    rows = db.session.execute(
        select(Article.id, Article.kind, Revision.sort_key, year, start)
        .join(Revision, Revision.id == Article.published_id)
        .where(Article.kind.in_(DATED_KINDS), is_public(), is_listed_in(language))
    )
    found = [
        (str((year if kind == "case" else start) or ""), sort_key, article_id, kind)
        for article_id, kind, sort_key, year, start in rows
    ]
    found.sort(key=lambda row: (row[0] or str(UNDATED), row[1], row[2]))
    return tuple(
        Dated(article_id, kind, int(key[:4]) if key else UNDATED, key)
        for key, _, article_id, kind in found
    )


def find_topic_numbers(language: str) -> TopicNumbers:
    """Return for public articles of a language how many each topic and each pair of topics has."""
    counts = _count_topics(language)
    tags = [tag for tag in list_tags(language, TagKind.TOPIC) if tag.id in counts]
    tags.sort(key=lambda tag: -counts[tag.id])
    places = {tag.id: place for place, tag in enumerate(tags)}
    pairs = {frozenset(pair): count for *pair, count in _count_pairs(language)}
    narrower = {frozenset((tag.id, tag.parent_id)) for tag in tags if tag.parent_id in places}
    links = []
    for pair in pairs.keys() | narrower:
        first, second = sorted(places[tag_id] for tag_id in pair)
        links.append(TopicLink(first, second, pairs.get(pair, 0), pair in narrower))
    links.sort(key=lambda link: (link.first, link.second))
    return TopicNumbers(tags, [counts[tag.id] for tag in tags], tuple(links))


@dataclass(frozen=True)
class TopicCount:
    """A topic by its name in a language, with the number of its public articles there."""

    slug: str
    label: str
    count: int


def list_topic_counts(language: str) -> Sequence[TopicCount]:
    """Return the topics of public articles of a language, the most frequent first."""

    def find() -> Sequence[TopicCount]:
        counts = _count_topics(language)
        tags = [tag for tag in list_tags(language, TagKind.TOPIC) if tag.id in counts]
        tags.sort(key=lambda tag: -counts[tag.id])
        return [TopicCount(tag.slug, tag.label(language), counts[tag.id]) for tag in tags]

    return remember(("topic counts", language), _TAGGED, find)


def _count_topics(language: str) -> Mapping[int, int]:
    return remember(("topics", language), _TAGGED, lambda: _find_topics(language))


def _find_topics(language: str) -> Mapping[int, int]:
    query = (
        select(ArticleTag.tag_id, func.count())
        .join(Tag, Tag.id == ArticleTag.tag_id)
        .join(Article, Article.id == ArticleTag.article_id)
        .where(Tag.kind == TagKind.TOPIC, Article.language == language, is_public())
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(ArticleTag.tag_id))}


def _count_pairs(language: str) -> Sequence[tuple[int, int, int]]:
    return remember(("pairs", language), _TAGGED, lambda: _find_pairs(language))


def _find_pairs(language: str) -> Sequence[tuple[int, int, int]]:
    """Return (tag, tag, number of articles) for each two topics that articles have in common."""
    other, topic = aliased(ArticleTag), aliased(Tag)
    query = (
        select(ArticleTag.tag_id, other.tag_id, func.count())
        .join(Tag, Tag.id == ArticleTag.tag_id)
        .join(Article, Article.id == ArticleTag.article_id)
        .join(other, other.article_id == ArticleTag.article_id)
        .join(topic, topic.id == other.tag_id)
        .where(ArticleTag.tag_id < other.tag_id, Article.language == language, is_public())
        .where(Tag.kind == TagKind.TOPIC, topic.kind == TagKind.TOPIC)
    )
    rows = db.session.execute(query.group_by(ArticleTag.tag_id, other.tag_id))
    return tuple((row[0], row[1], row[2]) for row in rows)


def count_by_month(language: str | None = None, tag: str | None = None) -> Mapping[Month, int]:
    """Return how many public articles were first published in each month; `tag` is a slug."""
    return remember(
        ("months", language, tag),
        _TAGGED,
        lambda: _find_by_month(language, tag),
    )


def _find_by_month(language: str | None, tag: str | None) -> Mapping[Month, int]:
    year = extract("year", Article.first_published_at)
    month = extract("month", Article.first_published_at)
    query = select(year, month, func.count()).where(
        is_public(), Article.first_published_at.is_not(None)
    )
    if language is not None:
        query = query.where(Article.language == language)
    if tag is not None:
        query = query.where(Article.id.in_(select_tagged(tag)))
    rows = db.session.execute(query.group_by(year, month))
    return {(int(row[0]), int(row[1])): row[2] for row in rows}


def find_process(language: str) -> Process:
    """Return the drawn process, with the number of public methods for each phase."""
    counts = remember(("methods", language), _TEXTS, lambda: _count_methods(language))
    return draw_process(
        [Phase(phase.value, str(phase.label), counts.get(phase.value, 0)) for phase in PHASES]
    )


def _count_methods(language: str) -> Mapping[str, int]:
    query = (
        select(Revision.facts["phases"])
        .join(Article, Article.published_id == Revision.id)
        .where(Article.kind == "method", Article.language == language, is_public())
    )
    return Counter(phase for phases in db.session.scalars(query) for phase in phases or ())
