"""Update the table of events whenever an article changes."""

from typing import Any

from wiki.articles.models import Article
from wiki.db import db
from wiki.events.models import Event
from wiki.events.times import event_times
from wiki.revisions.models import Revision
from wiki.signals import content_changed, content_removed


def init_events() -> None:
    """Listen to changes of articles; connecting twice has no further effect."""
    content_changed.connect(_record_event)
    content_removed.connect(_record_event)


def _record_event(article: Article, former_kind: str = "", **_: Any) -> None:
    """Write or delete the article's event, in the transaction of the change."""
    if "event" not in (article.kind, former_kind):
        return
    event = db.session.get(Event, article.id)
    revision = db.session.get(Revision, article.published_id) if article.is_public else None
    is_shown = revision is not None and article.kind == "event"
    times = event_times(revision.facts) if revision and is_shown else None
    if times is None:
        if event is not None:
            db.session.delete(event)
        return
    if event is None:
        event = Event(article_id=article.id)
        db.session.add(event)
    event.starts_at = times.starts_at_utc
    event.ends_at = times.ends_at_utc
    event.precision = times.precision
    event.timezone = times.timezone
