"""Note what is published, in its transaction, and say to whom it is told; the caller commits."""

from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from wiki.accounts.models import User
from wiki.accounts.queries import EDITORIAL_EMAIL
from wiki.articles.models import Article
from wiki.audit.models import AuditEntry
from wiki.clock import now
from wiki.db import db
from wiki.reminders.steps import add_reminders
from wiki.revisions.models import Revision
from wiki.tags.models import ArticleTag
from wiki.talk.models import Mention, Post
from wiki.talk.queries.people import takes_part
from wiki.watching.models import (
    MOST_WATCHES,
    Notice,
    Publication,
    Reason,
    Watch,
    WatchKind,
)
from wiki.watching.queries import (
    find_reminding,
)

NOTED = "wiki_publication_noted"
# The deeds by which a version comes before readers; their entries name it.
_PUBLISHING = ("publish", "publish_again")


def note_publication(article: Article, **_more: Any) -> None:
    """Write down a version that readers see now and have not seen before: all that a save costs."""
    if not article.is_public:
        return
    published = {"article_id": article.id, "revision_id": article.published_id}
    if not db.session.scalar(_is_noted(), published):
        db.session.execute(insert(Publication), [published])
        wake_notifier()


@cache  # each publication runs it, and building it costs more than running it
def _is_noted() -> Select[bool]:
    is_same = (
        getattr(Publication, name) == bindparam(name) for name in ("article_id", "revision_id")
    )
    return select(exists().where(*is_same))


def note_post(post: Post) -> None:
    """Let who writes in a thread watch it; the post itself waits to be told, and costs no more."""
    own = select(func.count(Watch.id)).where(Watch.user_id == post.author_id)
    known = exists().where(
        Watch.user_id == post.author_id,
        Watch.kind == WatchKind.THREAD.value,
        Watch.target_id == post.thread_id,
    )
    is_known, count = db.session.execute(select(known, own.scalar_subquery())).one()
    if not is_known and count < MOST_WATCHES:
        watch = Watch(user_id=post.author_id, kind=WatchKind.THREAD.value, target_id=post.thread_id)
        db.session.add(watch)
    wake_notifier()


def wake_notifier() -> None:
    """Let what is told be mailed soon after the transaction."""
    db.session.info[NOTED] = True


def spread_post(post: Post) -> None:
    """Tell who is named in a post, watches its thread or article, or looks after the article.

    Nobody is told twice, whoever is named in it later, and not who wrote it.
    """
    post.spread_at = now()
    article = db.session.get(Article, post.article_id)
    if article is None or post.hidden_at is not None:
        return
    watching = or_(
        (Watch.kind == WatchKind.ARTICLE.value) & (Watch.target_id == article.id),
        (Watch.kind == WatchKind.THREAD.value) & (Watch.target_id == post.thread_id),
    )
    is_meant = or_(
        User.id == (article.owner_id or article.created_by_id),
        exists().where(Mention.post_id == post.id, Mention.user_id == User.id),
        exists().where(Watch.user_id == User.id, watching),
    )
    told_already = exists().where(Notice.user_id == User.id, Notice.post_id == post.id)
    told = select(
        User.id,
        literal(article.id),
        literal(0),
        literal(post.id),
        literal(False),
        literal(post.created_at, Notice.created_at.type),
    ).where(is_meant, takes_part(article), User.id != post.author_id, ~told_already)
    columns = ["user_id", "article_id", "revision_id", "post_id", "is_new", "created_at"]
    db.session.execute(insert(Notice).from_select(columns, told))


def spread(publication: Publication) -> bool | None:
    """Tell who wrote what was published, and everybody who watches the article or a term on it.

    Each of the two is one statement.
    Return whether they hear of the article for the first time, or None if not all are told.
    """
    publication.spread_at = now()
    article = db.session.get(Article, publication.article_id)
    # Of what was withdrawn meanwhile nobody is told.
    if article is None or not article.is_public:
        return None
    if (article.published_id or 0) < publication.revision_id:
        return None
    is_new = _is_first_told(publication)
    _tell(_select_writers(publication), publication, Reason.OWN, is_new=is_new)
    # Who watches hears of the newer publication, which says nothing of who wrote this one.
    if article.published_id != publication.revision_id:
        return None
    _tell(_select_watchers(article, publication), publication, None, is_new=is_new)
    return is_new


def _is_first_told(publication: Publication) -> bool:
    """Return whether readers could not be told of the article before this was published.

    What was still waiting by then was overtaken, and those who watch were not told of it.
    """
    told_before = exists().where(
        Publication.article_id == publication.article_id,
        Publication.id < publication.id,
        Publication.spread_at <= publication.created_at,
    )
    return not db.session.scalar(select(told_before))


def _tell(
    people: Select[Any], publication: Publication, reason: Reason | None, *, is_new: bool
) -> None:
    told = people.add_columns(
        literal(publication.article_id),
        literal(publication.revision_id),
        literal(reason.value if reason else ""),
        literal(is_new),
        literal(publication.created_at, Notice.created_at.type),
    )
    columns = ["user_id", "article_id", "revision_id", "reason", "is_new", "created_at"]
    db.session.execute(insert(Notice).from_select(columns, told))


def spread_reminders(most: int) -> None:
    """Remind people of what waits now, the oldest first, and let notices rest of what was done."""
    fresh, done = find_reminding()
    for row in add_reminders(fresh[:most]):
        notice = Notice(
            user_id=row.user_id, article_id=row.article_id, revision_id=0, reminder_id=row.id
        )
        db.session.add(notice)
    db.session.execute(update(Notice).where(Notice.id.in_(done[:most])).values(read_at=now()))


def _select_writers(publication: Publication) -> Select[Any]:
    """Select who wrote what readers had not seen before, but not who published it."""
    earlier = (
        select(func.coalesce(func.max(Publication.revision_id), 0))
        .join(Revision, Revision.id == Publication.revision_id)
        .where(
            Publication.article_id == publication.article_id,
            Publication.id < publication.id,
            Revision.published_at.is_not(None),  # what was withdrawn comes with this one
        )
    )
    wrote = exists().where(
        Revision.article_id == publication.article_id,
        Revision.author_id == User.id,
        Revision.id <= publication.revision_id,
        Revision.id > earlier.scalar_subquery(),
    )
    is_there = User.is_active & (User.email != EDITORIAL_EMAIL)
    publisher = _find_publisher(publication)
    return select(User.id).where(
        wrote, is_there, User.id != (publisher or 0), ~_is_told(publication, User.id)
    )


def _select_watchers(article: Article, publication: Publication) -> Select[Any]:
    """Select who watches, but not who did it: they know."""
    tag_ids = select(ArticleTag.tag_id).where(ArticleTag.article_id == article.id)
    meets = or_(
        (Watch.kind == WatchKind.ARTICLE.value) & (Watch.target_id == article.id),
        (Watch.kind == WatchKind.TAG.value) & Watch.target_id.in_(tag_ids),
    )
    return (
        select(Watch.user_id)
        .join(User, User.id == Watch.user_id)
        .where(meets, User.is_active, Watch.user_id.not_in(find_doers(publication)))
        .where(~_is_told(publication, Watch.user_id))
        .distinct()
    )


def _is_told(publication: Publication, user_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return exists().where(
        Notice.user_id == user_id,
        Notice.article_id == publication.article_id,
        Notice.revision_id == publication.revision_id,
    )


def find_doers(publication: Publication) -> list[int]:
    """Return who wrote the version and who published it."""
    author = select(Revision.author_id).where(Revision.id == publication.revision_id)
    found = (db.session.scalar(author), _find_publisher(publication))
    return [user_id for user_id in found if user_id is not None]


def _find_publisher(publication: Publication) -> int | None:
    """Return who published the version, whatever was saved or published since."""
    number = select(Revision.number).where(Revision.id == publication.revision_id)
    return db.session.scalar(
        select(AuditEntry.actor_id)
        .where(
            AuditEntry.object_type == "article",
            AuditEntry.object_id == publication.article_id,
            AuditEntry.action.in_(_PUBLISHING),
            AuditEntry.detail["revision"].as_integer() == number.scalar_subquery(),
        )
        .order_by(AuditEntry.id)
        .limit(1)
    )
