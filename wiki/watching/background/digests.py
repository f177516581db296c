"""Mail subscribers, once a day, what was published of what they subscribe to.

Nobody waits for this: the notifier calls it, in transactions of its own.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, exists, func, or_, select

from wiki.clock import now
from wiki.db import db, end_reading, write
from wiki.mail.steps import Receiver, post
from wiki.tags.models import ArticleTag
from wiki.watching import letters
from wiki.watching.models import Publication, Subscription, SubscriptionKind
from wiki.watching.queries import ShownNotice, find_public

_BATCH = 50
_REST = timedelta(days=1)


def mail_subscribers() -> int:
    """Write the letters that are due; return how many."""
    written = 0
    while found := db.session.execute(_select_due()).all():
        drafts = [(number, *_read_news(number)) for (number,) in found]
        end_reading()
        with write():
            written += sum(_post(number, last, news) for number, last, news in drafts)
    return written


def _select_due() -> Select[int]:
    """Select the confirmed subscriptions that have rested, and that something is new for."""
    is_rested = or_(Subscription.mailed_at.is_(None), Subscription.mailed_at <= now() - _REST)
    is_newer = exists().where(
        Publication.id > Subscription.last_publication_id, Publication.spread_at.is_not(None)
    )
    confirmed = Subscription.confirmed_at.is_not(None)
    return select(Subscription.id).where(confirmed, is_rested, is_newer).limit(_BATCH)


def _read_news(number: int) -> tuple[int, list[ShownNotice]]:
    """Return the newest publication of all, and those that the subscription asks for."""
    row = db.session.get_one(Subscription, number)
    is_newer = Publication.id > row.last_publication_id, Publication.spread_at.is_not(None)
    last = db.session.scalar(select(func.max(Publication.id)).where(*is_newer))
    query = select(Publication).where(*is_newer)
    if row.kind == SubscriptionKind.ARTICLE:
        query = query.where(Publication.article_id == row.target_id)
    elif row.kind == SubscriptionKind.TAG:
        tagged = select(ArticleTag.article_id).where(ArticleTag.tag_id == row.target_id)
        query = query.where(Publication.article_id.in_(tagged))
    found = db.session.scalars(query.order_by(Publication.id)).all()
    news = _show(found, only_new=row.kind == SubscriptionKind.ALL)
    return last or row.last_publication_id, news


def _show(found: Sequence[Publication], *, only_new: bool) -> list[ShownNotice]:
    """Return each public article once."""
    articles = find_public([publication.article_id for publication in found])
    begun = db.session.execute(
        select(Publication.article_id, func.min(Publication.id))
        .where(Publication.article_id.in_(articles))
        .group_by(Publication.article_id)
    )
    first = {row[0]: row[1] for row in begun}
    shown: dict[int, ShownNotice] = {}
    for publication in found:
        article_id = publication.article_id
        if article_id in articles:
            is_new = first[article_id] == publication.id
            is_new = is_new or (article_id in shown and shown[article_id].is_new)
            shown[article_id] = ShownNotice(
                articles[article_id], is_new, False, publication.created_at
            )
    return [notice for notice in shown.values() if notice.is_new or not only_new]


def _post(number: int, last: int, news: Sequence[ShownNotice]) -> int:
    row = db.session.get(Subscription, number)
    if row is None:  # stopped meanwhile
        return 0
    row.last_publication_id = last
    if not news:
        return 0
    row.mailed_at = now()
    stop = letters.end_url(row)
    letter = letters.digest(news, stop, row.language)
    post("digest", letter, Receiver(row.email, "", row.language), stop_url=stop)
    return 1
