"""Read what somebody watches, and their notices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from flask import g
from sqlalchemy import bindparam, func, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import ANONYMOUS, Viewer
from wiki.amendments.queries import list_told_amendments
from wiki.articles.queries.articles import ArticleSummary
from wiki.articles.queries.lists import list_summaries
from wiki.db import db
from wiki.errors import NotFound
from wiki.remarks.queries import list_told_remarks
from wiki.reminders.models import Reminder
from wiki.reminders.queries import Occasion, list_known, list_occasions, list_reminders
from wiki.reviews.news import DraftNews
from wiki.reviews.queries import list_returns
from wiki.tags.models import Tag
from wiki.talk.models import Thread
from wiki.talk.queries.recent import ToldPost, list_titles, list_told, list_visible_threads
from wiki.watching.models import (
    Notice,
    NoticeSettings,
    Rhythm,
    SubscriptionKind,
    Watch,
    WatchKind,
)
from wiki.web.numbers import LARGEST
from wiki.web.pagination import Page, paginate


@dataclass(frozen=True)
class ShownNotice:
    """A notice with what readers see of its article now, or with what somebody said about it.

    Or with what waits for who gets it, or with what was said of its draft. `reason` is that of
    `wiki.watching.models.Notice`.
    """

    article: ArticleSummary
    is_new: bool
    is_read: bool
    created_at: datetime
    told: ToldPost | None = None
    reminder: Reminder | None = None
    news: DraftNews | None = None
    reason: str = ""


@dataclass(frozen=True)
class ShownWatch:
    """Something watched: the article, term or thread, or a search.

    `words` are those of the search with its filters, or what the thread is called.
    """

    kind: str
    target_id: int
    article: ArticleSummary | None = None
    tag: Tag | None = None
    query: str = ""
    words: str = ""
    thread: Thread | None = None


def is_watched(kind: str, target_id: int, viewer: Viewer, query: str = "") -> bool:
    """Return whether the viewer watches something."""
    if viewer.user_id is None:
        return False
    return _find(kind, target_id, query, viewer) is not None


def _find(kind: str, target_id: int, query: str, viewer: Viewer) -> int | None:
    return db.session.scalar(
        select(Watch.id).where(
            Watch.user_id == viewer.user_id,
            Watch.kind == kind,
            Watch.target_id == target_id,
            Watch.query == query,
        )
    )


def count_unread(viewer: Viewer) -> int:
    """Return how many notices somebody has not read."""
    if viewer.user_id is None:
        return 0
    return db.session.scalar(_UNREAD, {"user_id": viewer.user_id}) or 0


# Built once: each page asks it, and building a statement costs more than running it.
_UNREAD = select(func.count(Notice.id)).where(
    Notice.user_id == bindparam("user_id"), Notice.read_at.is_(None)
)


def list_notices(number: int, viewer: Viewer) -> Page[ShownNotice]:
    """Return one page of the viewer's notices; of articles that readers see no more, none."""
    require(Permission.HAVE_ACCOUNT, viewer)
    query = select(Notice).where(Notice.user_id == viewer.user_id).order_by(Notice.id.desc())
    page = paginate(query, lambda notice: notice, number)
    shown = show_notices(page.items, viewer)
    return Page(shown, page.number, page.size, page.total)


def show_notices(notices: Sequence[Notice], viewer: Viewer) -> list[ShownNotice]:
    """Return the notices of articles that are public now, and of what the viewer may see else."""
    posts = list_told(_ids(notice.post_id for notice in notices), viewer)
    reminders = list_reminders(_ids(notice.reminder_id for notice in notices), viewer)
    news = _list_news(notices, viewer)
    own = _find_own([*posts.values(), *reminders.values(), *news.values()], viewer)
    # A notice of a version tells of what readers see: whoever may see more is told no more by it.
    public = find_public([notice.article_id for notice in notices])
    found = (
        _show(
            notice,
            public if notice.revision_id else own,
            posts.get(notice.post_id or 0),
            reminders.get(notice.reminder_id or 0),
            news.get(notice.id),
        )
        for notice in notices
    )
    return [shown for shown in found if shown is not None]


def _find_own(
    found: Sequence[ToldPost | Reminder | DraftNews], viewer: Viewer
) -> Mapping[int, ArticleSummary]:
    """Return by id the articles of what is for the viewer's eyes."""
    article_ids = {item.article_id for item in found}
    return {article.id: article for article in list_summaries(list(article_ids), viewer)}


def _show(
    notice: Notice,
    articles: Mapping[int, ArticleSummary],
    told: ToldPost | None,
    reminder: Reminder | None,
    news: DraftNews | None,
) -> ShownNotice | None:
    article = articles.get(notice.article_id)
    if article is None or not (notice.revision_id or told or reminder or news):
        return None
    return ShownNotice(
        article,
        notice.is_new,
        notice.read_at is not None,
        notice.created_at,
        told=told,
        reminder=reminder,
        news=news,
        reason=notice.reason,
    )


def _list_news(notices: Sequence[Notice], viewer: Viewer) -> dict[int, DraftNews]:
    """Return by notice what was said of drafts that are the viewer's to see."""
    found: dict[int, DraftNews] = {}
    for column, read in (
        ("review_id", list_returns),
        ("remark_id", list_told_remarks),
        ("amendment_id", list_told_amendments),
    ):
        ids = {getattr(notice, column): notice.id for notice in notices}
        ids.pop(None, None)
        found |= {ids[row_id]: said for row_id, said in read(list(ids), viewer).items()}
    return found


def _ids(found: Iterable[int | None]) -> list[int]:
    return [number for number in found if number is not None]


def find_reminding() -> tuple[list[Occasion], list[int]]:
    """Return of what people are to be reminded, the oldest first, and the notices of what is done.

    These are unread notices of what does not wait any more.
    """
    current = list_occasions()
    fresh = sorted(current - list_known(current), key=lambda occasion: occasion.day)
    rows = db.session.execute(
        select(Notice.id, Reminder.article_id, Reminder.user_id, Reminder.kind, Reminder.day)
        .join(Reminder, Reminder.id == Notice.reminder_id)
        .where(Notice.read_at.is_(None))
    )
    return fresh, [row[0] for row in rows if Occasion(*row[1:]) not in current]


def find_public(article_ids: Sequence[int]) -> Mapping[int, ArticleSummary]:
    """Return what readers see of articles, by id; none that is not public."""
    return {found.id: found for found in list_summaries(article_ids, ANONYMOUS) if found.is_public}


def list_watches(viewer: Viewer) -> list[ShownWatch]:
    """Return what the viewer watches, the newest first."""
    require(Permission.HAVE_ACCOUNT, viewer)
    rows = db.session.scalars(
        select(Watch).where(Watch.user_id == viewer.user_id).order_by(Watch.id.desc())
    ).all()
    articles = find_public(_targets(rows, WatchKind.ARTICLE))
    threads = list_visible_threads(_targets(rows, WatchKind.THREAD), viewer)
    titles = list_titles(threads, viewer)
    tag_ids = _targets(rows, WatchKind.TAG)
    tags = {tag.id: tag for tag in db.session.scalars(select(Tag).where(Tag.id.in_(tag_ids)))}
    return [
        ShownWatch(
            row.kind,
            row.target_id,
            articles.get(row.target_id) if row.kind == WatchKind.ARTICLE else None,
            tags.get(row.target_id) if row.kind == WatchKind.TAG else None,
            row.query,
            _words_of(row, titles),
            threads.get(row.target_id) if row.kind == WatchKind.THREAD else None,
        )
        for row in rows
        # A thread ends with its last post: nobody has to stop watching that.
        if row.kind != WatchKind.THREAD or row.target_id in threads
    ]


def _words_of(row: Watch, titles: Mapping[int, str]) -> str:
    if row.kind == WatchKind.THREAD:
        return titles.get(row.target_id, "")
    return describe_query(row.query, tags_by_slug(row.query))


def _targets(rows: Sequence[Watch], kind: WatchKind) -> list[int]:
    return [row.target_id for row in rows if row.kind == kind]


def list_watched_threads(viewer: Viewer) -> set[int]:
    """Return the threads that the viewer watches."""
    query = select(Watch.target_id).where(
        Watch.user_id == viewer.user_id, Watch.kind == WatchKind.THREAD.value
    )
    return set(db.session.scalars(query))


def tags_by_slug(query: str) -> Mapping[str, Tag]:
    """Return the terms that the filters of a search name."""
    slugs = [value for name, value in parse_qsl(query) if name in {"topic", "university"}]
    if not slugs:
        return {}
    return {tag.slug: tag for tag in db.session.scalars(select(Tag).where(Tag.slug.in_(slugs)))}


def describe_query(query: str, tags: Mapping[str, Tag]) -> str:
    """Return the words and filters of a search in one line."""
    language = g.get("language", "sv")
    values = [value for _name, value in parse_qsl(query)]
    return ", ".join(tags[value].label(language) if value in tags else value for value in values)


def find_rhythm(user_id: int) -> Rhythm:
    """Return how often somebody gets notices by mail."""
    settings = db.session.get(NoticeSettings, user_id)
    return Rhythm(settings.rhythm) if settings else Rhythm.DAILY


def find_subscribable(kind: SubscriptionKind, target_id: int, language: str) -> str:
    """Return what everybody can subscribe to is called, "" for everything; raise NotFound."""
    if kind is SubscriptionKind.ALL:
        return ""
    if not 0 < target_id <= LARGEST:
        raise NotFound
    if kind is SubscriptionKind.ARTICLE:
        found = find_public([target_id])
        if target_id not in found:
            raise NotFound
        return found[target_id].title
    tag = db.session.get(Tag, target_id)
    if tag is None:
        raise NotFound
    return tag.label(language)
