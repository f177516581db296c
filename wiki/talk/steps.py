"""Parts of what is done in threads, inside the transaction of the caller."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, insert, select, update

from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.errors import NotFound
from wiki.talk.models import Mention, Post, Thread
from wiki.talk.naming import find_named
from wiki.talk.queries.people import list_named
from wiki.web.numbers import LARGEST


def find_talked_about(article_id: int, viewer: Viewer) -> Article:
    """Return an article that the viewer may talk about."""
    return find_permitted(article_id, Permission.TALK, viewer)


def find_thread_of(article: Article, thread_id: int) -> Thread:
    """Return a thread about an article; raise NotFound if there is none."""
    row = db.session.get(Thread, thread_id) if 0 < thread_id <= LARGEST else None
    if row is None or row.article_id != article.id:
        raise NotFound()
    return row


def find_post_of(article: Article, post_id: int) -> Post:
    """Return a post in a thread about an article; raise NotFound if there is none."""
    row = db.session.get(Post, post_id) if 0 < post_id <= LARGEST else None
    if row is None or row.article_id != article.id:
        raise NotFound()
    return row


def is_opening(post: Post) -> bool:
    """Return whether a post is the first of its thread."""
    first = select(func.min(Post.id)).where(Post.thread_id == post.thread_id)
    return db.session.scalar(first) == post.id


def is_answered(post: Post) -> bool:
    """Return whether somebody else has written after a post in its thread."""
    return _has_later(post, Post.author_id != post.author_id)


def is_last(post: Post) -> bool:
    """Return whether nobody at all has written after a post in its thread."""
    return not _has_later(post)


def _has_later(post: Post, *conditions: ColumnElement[bool]) -> bool:
    later = exists().where(Post.thread_id == post.thread_id, Post.id > post.id, *conditions)
    return bool(db.session.scalar(select(later)))


def open_again(thread: Thread) -> dict[str, Any]:
    """Open a thread for a reply; return how it was settled, if it was, for the audit log."""
    if thread.resolved_at is None:
        return {}
    kept = {"settled_at": thread.resolved_at.isoformat(), "settled_by": thread.resolved_by_id}
    thread.resolved_at = thread.resolved_by_id = None
    return kept


def settle_again(thread: Thread, post_id: int) -> None:
    """Settle a thread as it was before a post opened it, unless somebody has decided since."""
    deeds = select(AuditEntry).where(
        AuditEntry.object_type == "article",
        AuditEntry.object_id == thread.article_id,
        AuditEntry.detail["thread"].as_integer() == thread.id,
    )
    said = AuditEntry.action == "reply", AuditEntry.detail["post"].as_integer() == post_id
    reply = db.session.scalars(deeds.where(*said)).first()
    if reply is None or "settled_at" not in reply.detail:
        return
    decided = AuditEntry.action.in_(("resolve_thread", "reopen_thread"))
    since = deeds.where(decided, AuditEntry.id > reply.id)
    if not db.session.scalar(select(since.exists())):
        thread.resolved_at = datetime.fromisoformat(reply.detail["settled_at"])
        thread.resolved_by_id = reply.detail["settled_by"]


def count_open(article_id: int) -> None:
    """Store how many threads about an article are open; those that say nothing do not count."""
    says_something = exists().where(Post.thread_id == Thread.id, Post.hidden_at.is_(None))
    count = select(func.count()).where(
        Thread.article_id == article_id, Thread.resolved_at.is_(None), says_something
    )
    db.session.flush()
    number = db.session.scalar(count) or 0
    db.session.execute(update(Article).where(Article.id == article_id).values(open_threads=number))


def store_mentions(post: Post, user_ids: frozenset[int]) -> bool:
    """Store who is named in a post; return whether somebody is whom it did not name before."""
    known = set(db.session.scalars(select(Mention.user_id).where(Mention.post_id == post.id)))
    gone = Mention.post_id == post.id, Mention.user_id.in_(known - user_ids)
    db.session.execute(delete(Mention).where(*gone))
    rows = [{"post_id": post.id, "user_id": user_id} for user_id in sorted(user_ids - known)]
    if rows:
        db.session.execute(insert(Mention), rows)
    return bool(rows)


def forget_names(user_id: int, names: Collection[str], pseudonym: str) -> None:
    """Put a pseudonym where posts name a person who is forgotten, by any name they have had."""
    named = select(Mention.post_id).where(Mention.user_id == user_id)
    posts = db.session.scalars(select(Post).where(Post.id.in_(named))).all()
    others = list_named([post.id for post in posts])
    for post in posts:
        known = [*others[post.id].items(), *((user_id, name) for name in names)]
        for place in reversed(find_named(post.words, known)):
            if user_id in place.user_ids:
                before, after = post.words[: place.start], post.words[place.end :]
                post.words = f"{before}@{pseudonym}{after}"
