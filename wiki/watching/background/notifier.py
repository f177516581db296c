"""Tell those who watch of what was published, and remind people, by one thread of all processes.

The save that publishes writes one row. Everything else happens here: one statement for all who
watch an article or its terms, and a letter for each who wants one now, today or this week.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from urllib.parse import parse_qsl

from flask import Flask
from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, or_, select, update

from wiki.accounts.models import User
from wiki.accounts.queries import viewer_of
from wiki.accounts.viewer import ANONYMOUS
from wiki.background import Daily, Worker
from wiki.clock import now
from wiki.db import db, end_reading, write
from wiki.mail.letter import Letter
from wiki.mail.steps import Receiver, is_mail_on, post
from wiki.nodes.turns import Work, alone_of_all
from wiki.search.engine import search
from wiki.search.index.nodes import own_node
from wiki.search.index.sources import list_tasks
from wiki.search.ranking.request import SearchRequest
from wiki.talk.models import Post
from wiki.watching import letters
from wiki.watching.background.digests import mail_subscribers
from wiki.watching.letters import UNCONFIRMED
from wiki.watching.models import (
    Notice,
    NoticeSettings,
    Publication,
    Rhythm,
    Subscription,
    Watch,
    WatchKind,
)
from wiki.watching.queries import find_reminding, show_notices
from wiki.watching.steps.spreading import find_doers, spread, spread_post, spread_reminders

_POLL_SECONDS = 20.0
_BATCH = 50
_MOST_REMINDED = 500
_PAUSES = {Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}
# What is older is no news: after mail was off, nobody gets the notices of a year.
_NEWS = timedelta(days=8)
_KEPT = timedelta(days=180)
# A search finds what was published once the index has it; a broken index keeps nobody waiting.
_PATIENCE = timedelta(minutes=5)


def init_notifier(app: Flask) -> None:
    """Tell of publications while the application serves."""
    sweep = Daily(sweep_notices)

    def work() -> None:
        notify_now(app)
        with app.app_context():
            sweep.run()

    failure = "notices failed; they are tried again"
    notifier = Worker("notifier", work, _POLL_SECONDS, failure, app.config)
    app.extensions["notifier"] = notifier
    app.before_request(notifier.start)


def notify_now(app: Flask) -> int:
    """Spread what was published and write the letters that are due; return how many letters."""
    # The pages that letters lead to have URLs only in a request.
    request = app.test_request_context("/", base_url=app.config["BASE_URL"])
    lock = Path(app.instance_path) / "notices.lock"
    with request, alone_of_all(Work.NOTICES, lock) as is_alone:
        if not is_alone:
            return 0
        while _spread_some() or _spread_posts() or _remind():
            pass
        return _mail() + mail_subscribers() if is_mail_on() else 0


def sweep_notices() -> None:
    """Delete old notices, and subscriptions that nobody has confirmed."""
    late = Subscription.confirmed_at.is_(None), Subscription.created_at < now() - UNCONFIRMED
    with write():
        db.session.execute(delete(Notice).where(Notice.created_at < now() - _KEPT))
        db.session.execute(delete(Subscription).where(*late))


def _spread_some() -> bool:
    """Tell of the next publications; return whether there were any."""
    waiting = select(Publication).where(Publication.spread_at.is_(None)).order_by(Publication.id)
    found = db.session.execute(
        select(Publication.id, Publication.article_id, Publication.created_at)
        .where(Publication.spread_at.is_(None))
        .order_by(Publication.id)
        .limit(_BATCH)
    ).all()
    searches = _list_searches() if found else []
    if searches and found[-1].created_at > now() - _PATIENCE and list_tasks(own_node(), 1):
        return False
    matches = _match_searches(searches, {article_id for _id, article_id, _at in found})
    end_reading()
    if found:
        with write():
            for publication in db.session.scalars(waiting.limit(len(found))):
                before = spread(publication)
                if before is not None:
                    _tell_searchers(publication, before, matches.get(publication.article_id, []))
    return bool(found)


def _list_searches() -> Sequence[str]:
    """Return the searches that somebody watches."""
    query = select(Watch.query).where(Watch.kind == WatchKind.SEARCH.value).distinct()
    return db.session.scalars(query).all()


def _spread_posts() -> bool:
    """Tell of what was said next; return whether there was anything."""
    waiting = select(Post).where(Post.spread_at.is_(None)).order_by(Post.id).limit(_BATCH)
    is_any = db.session.scalar(select(waiting.exists()))
    end_reading()
    if is_any:
        with write():
            for post in db.session.scalars(waiting).all():
                spread_post(post)
    return bool(is_any)


def _remind() -> bool:
    """Remind people of what has waited for too long; return whether there was anything."""
    is_any = any(find_reminding())
    end_reading()
    if is_any:
        with write():
            spread_reminders(_MOST_REMINDED)
    return is_any


def _match_searches(queries: Sequence[str], article_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the watched searches that find each of the articles among their newest hits."""
    matches: dict[int, list[str]] = {}
    for query in queries:
        request = SearchRequest.from_args({**dict(parse_qsl(query)), "sort": "newest"})
        for hit in search(request, ANONYMOUS).page.items:
            for each in filter(None, (hit, hit.translation)):
                if each.found.article_id in article_ids:
                    matches.setdefault(each.found.article_id, []).append(query)
    return matches


def _tell_searchers(publication: Publication, is_new: bool, queries: Sequence[str]) -> None:
    """Tell those who watch a search that finds the article and were not told otherwise."""
    told = select(Notice.user_id).where(
        Notice.article_id == publication.article_id,
        Notice.revision_id == publication.revision_id,
    )
    users = db.session.scalars(
        select(Watch.user_id)
        .join(User, User.id == Watch.user_id)
        .where(
            Watch.kind == WatchKind.SEARCH.value,
            Watch.query.in_(queries),
            User.is_active,
            User.id.not_in(told),
            User.id.not_in(find_doers(publication)),
        )
        .distinct()
    )
    rows = [
        {
            "user_id": user_id,
            "article_id": publication.article_id,
            "revision_id": publication.revision_id,
            "is_new": is_new,
        }
        for user_id in users
    ]
    if rows:
        db.session.execute(insert(Notice), rows)


def _mail() -> int:
    """Write the letters that are due, some people at a time so that others can save between."""
    written = 0
    while user_ids := list(db.session.scalars(_select_due())):
        drafts = _draft_letters(user_ids)
        end_reading()
        with write():
            written += sum(_post(draft) for draft in drafts)
    return written


def _select_due() -> Select[int]:
    """Select who gets a letter now."""
    settings = NoticeSettings
    rhythm = func.coalesce(settings.rhythm, Rhythm.DAILY.value)
    rested: list[ColumnElement[bool]] = [
        and_(
            rhythm == name.value,
            or_(settings.mailed_at.is_(None), settings.mailed_at <= now() - pause),
        )
        for name, pause in _PAUSES.items()
    ]
    return (
        select(Notice.user_id)
        .join(User, User.id == Notice.user_id)
        .outerjoin(settings, settings.user_id == Notice.user_id)
        .where(_is_mailable(now()), User.is_active, or_(rhythm == Rhythm.NOW.value, *rested))
        .distinct()
        .limit(_BATCH)
    )


def _is_mailable(moment: datetime) -> ColumnElement[bool]:
    return and_(
        Notice.mailed_at.is_(None), Notice.read_at.is_(None), Notice.created_at > moment - _NEWS
    )


@dataclass(frozen=True)
class _Draft:
    """A letter to somebody about these notices; None when readers see none of their articles."""

    receiver: Receiver
    notice_ids: Sequence[int]
    letter: Letter | None
    stop_url: str


def _draft_letters(user_ids: Sequence[int]) -> list[_Draft]:
    """Write a letter for each person about all that is unread, before anybody has to wait."""
    rows = db.session.scalars(
        select(Notice)
        .where(Notice.user_id.in_(user_ids), _is_mailable(now()))
        .order_by(Notice.user_id, Notice.id)
    ).all()
    people = {
        user.id: user for user in db.session.scalars(select(User).where(User.id.in_(user_ids)))
    }
    drafts = []
    for user_id, group in groupby(rows, lambda notice: notice.user_id):
        user, own = people[user_id], list(group)
        ids = [notice.id for notice in own]
        seen = show_notices(own, viewer_of(user))
        stop = letters.stop_url(user_id, user.language)
        letter = letters.notices(user.name, seen, stop, user.language) if seen else None
        receiver = Receiver(user.email, user.name, user.language, user_id)
        drafts.append(_Draft(receiver, ids, letter, stop))
    return drafts


def _post(draft: _Draft) -> int:
    """Put a letter into the outbox and note that its notices were mailed; return how many."""
    own = Notice.id.in_(draft.notice_ids)
    db.session.execute(update(Notice).where(own).values(mailed_at=now()))
    user_id = draft.receiver.user_id
    settings = db.session.get(NoticeSettings, user_id)
    if settings is None:
        settings = NoticeSettings(user_id=user_id, rhythm=Rhythm.DAILY.value)
        db.session.add(settings)
    if draft.letter is None:
        return 0
    settings.mailed_at = now()
    post("notice", draft.letter, draft.receiver, stop_url=draft.stop_url)
    return 1
