"""Read the calendar: public events in chronological order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import is_public, is_visible
from wiki.clock import now
from wiki.db import db
from wiki.errors import NotFound
from wiki.events.models import Event
from wiki.events.times import EventTimes, event_times, format_times
from wiki.memory.queries import read_ids, remember
from wiki.revisions.models import Revision
from wiki.tags.models import ArticleTag, Tag
from wiki.tags.queries import select_tagged
from wiki.web.pagination import PAGE_SIZE, Page, paginate


class When(StrEnum):
    """A part of the calendar."""

    UPCOMING = "upcoming"
    PAST = "past"
    RECORDED = "recorded"


@dataclass(frozen=True)
class EventSummary:
    """An event in the calendar."""

    id: int
    language: str
    slug: str
    title: str
    summary: str
    facts: Mapping[str, Any]
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    updated_at: datetime

    @property
    def times(self) -> EventTimes:
        """Return when the event is, as exactly as its facts say."""
        times = event_times(self.facts)
        if times is None:
            raise ValueError(f"the event {self.id} has a row but no times")
        return times

    @property
    def recording_url(self) -> str:
        """Return the link to the recording, or an empty text."""
        return str(self.facts.get("recording_url") or "")

    @property
    def place(self) -> str:
        """Return where the event is, as its author wrote it."""
        return str(self.facts.get("place") or "")

    def describe_times(self, language: str) -> str:
        """Return when the event is, in words."""
        return format_times(self.times, language)


def list_events(
    language: str,
    when: When,
    viewer: Viewer,
    *,
    tag: str | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[EventSummary]:
    """List events: upcoming ones soonest first, past ones latest first.

    An event without a text in `language` is listed in the other language. `tag` is a tag's slug.
    """
    tagged = _list_tagged(tag) if tag else None
    if tagged is not None and not tagged:
        return Page((), 1, size, 0)
    query = _events().where(is_visible(viewer), is_listed_in(language))
    # Whether there is a recording is in the facts, which each database searches differently; past
    # events are few, so they are filtered here.
    is_then = Event.ends_at > now() if when is When.UPCOMING else Event.ends_at <= now()
    # Said by ids too: SQLite begins with the articles, and would look at every one of them.
    query = query.where(is_then, Article.id.in_(select(Event.article_id).where(is_then)))
    if tagged is not None:
        query = query.where(Article.id.in_(tagged))
    order = Event.starts_at.asc() if when is When.UPCOMING else Event.starts_at.desc()
    query = query.order_by(order, Article.id)
    if when is When.RECORDED:
        recorded = [line for line in _lines(query) if line.recording_url]
        return Page(recorded, 1, max(1, len(recorded)), len(recorded))
    return paginate(query, _line, page, size=size)


def _list_tagged(slug: str) -> Sequence[int]:
    """Return the articles of events that have a tag; most articles with a tag are no events."""
    query = select(Event.article_id).where(Event.article_id.in_(select_tagged(slug)))
    return remember(("tagged events", slug), (Event, ArticleTag, Tag), lambda: read_ids(query))


def list_calendar(language: str, viewer: Viewer) -> list[EventSummary]:
    """List all events for a calendar program, oldest first."""
    query = _events().where(is_visible(viewer), is_listed_in(language))
    return _lines(query.order_by(Event.starts_at, Article.id))


def find_event(language: str, slug: str, viewer: Viewer) -> EventSummary:
    """Return an event; raise NotFound when there is none that the viewer may see."""
    query = _events().where(is_visible(viewer), Article.language == language, Article.slug == slug)
    lines = _lines(query)
    if not lines:
        raise NotFound()
    return lines[0]


def _events() -> Select[Article, Revision, Event]:
    return (
        select(Article, Revision, Event)
        .join(Revision, Revision.id == Article.published_id)
        .join(Event, Event.article_id == Article.id)
        .where(is_public())
    )


def is_listed_in(language: str) -> ColumnElement[bool]:
    """Return the condition that readers of `language` see this article, not its translation."""
    partner = aliased(Article)
    own, other = Translation.sv_id, Translation.en_id
    if language == "sv":
        own, other = other, own
    has_own_text = exists().where(
        own == Article.id,
        other == partner.id,
        is_public(partner),
    )
    return or_(Article.language == language, ~has_own_text)


def _lines(query: Select[Article, Revision, Event]) -> list[EventSummary]:
    return [_line(*row) for row in db.session.execute(query)]


def _line(article: Article, revision: Revision, event: Event) -> EventSummary:
    return EventSummary(
        id=article.id,
        language=article.language,
        slug=article.slug,
        title=revision.title,
        summary=revision.summary,
        facts=revision.facts,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        created_at=article.created_at,
        updated_at=revision.created_at,
    )


def find_next_turn(moment: datetime) -> datetime | None:
    """Return when the next event of any article begins or ends, or None if none is to come."""
    turns = [
        db.session.scalar(select(func.min(turn)).where(turn > moment))
        for turn in (Event.starts_at, Event.ends_at)
    ]
    return min((turn for turn in turns if turn is not None), default=None)
