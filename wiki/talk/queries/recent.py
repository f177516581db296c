"""Read what was said last about all articles, and what notices tell of single posts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from wiki.accounts.models import User
from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import is_visible
from wiki.characters import cut
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.talk.models import Mention, Post, Thread
from wiki.talk.queries.threads import may_read, name_thread, quote_of
from wiki.web.pagination import Page, paginate

_EXCERPT = 200
_WITH_ARTICLE = joinedload(Post.thread).joinedload(Thread.article)
_WITH_SOURCE = joinedload(Post.thread).joinedload(Thread.revision).load_only(Revision.hidden_at)


@dataclass(frozen=True)
class RecentThread:
    """A thread in a list over all articles."""

    id: int
    article: Article
    title: str
    author: str
    active_at: datetime
    count: int
    is_resolved: bool


@dataclass(frozen=True)
class ToldPost:
    """What a notice says of a post."""

    post_id: int
    thread_id: int
    article_id: int
    language: str
    slug: str
    title: str
    author: str
    excerpt: str
    is_naming: bool


def list_recent(number: int, viewer: Viewer) -> Page[RecentThread]:
    """Return one page of the threads about articles that the viewer sees, newest first."""
    require(Permission.TALK, viewer)
    said = aliased(Post)
    last = select(func.max(said.id)).where(said.thread_id == Thread.id).scalar_subquery()
    count = select(func.count(said.id)).where(said.thread_id == Thread.id).scalar_subquery()
    query = (
        select(Thread, Post, User.name, count)
        .select_from(Thread)
        .join(Post, Post.id == last)
        .join(User, User.id == Post.author_id)
        .join(Article, Article.id == Thread.article_id)
        .where(is_visible(viewer))
        .options(joinedload(Thread.article).joinedload(Article.head))
        .options(joinedload(Thread.article).joinedload(Article.published))
        .order_by(Thread.active_at.desc(), Thread.id.desc())
    )
    page = paginate(query, lambda *row: row, number)
    titles = list_titles([row[0].id for row in page.items], viewer)
    items = [
        RecentThread(
            id=thread.id,
            article=thread.article,
            title=titles.get(thread.id, ""),
            author=author,
            active_at=thread.active_at,
            count=posts,
            is_resolved=thread.resolved_at is not None,
        )
        for thread, _post, author, posts in page.items
    ]
    return Page(items, page.number, page.size, page.total)


def list_titles(thread_ids: Collection[int], viewer: Viewer) -> dict[int, str]:
    """Return what threads are called, by id; those that the viewer may not read have no name."""
    return {
        row.thread_id: name_thread(row.thread.heading, quote_of(row.thread, viewer), row.words)
        if may_read(row, viewer)
        else ""
        for row in _list_openings(thread_ids, viewer)
    }


def list_visible_threads(thread_ids: Collection[int], viewer: Viewer) -> dict[int, Thread]:
    """Return the threads among these whose article the viewer sees, with their articles."""
    return {row.thread_id: row.thread for row in _list_openings(thread_ids, viewer)}


def _list_openings(thread_ids: Collection[int], viewer: Viewer) -> Sequence[Post]:
    first = select(func.min(Post.id)).where(Post.thread_id.in_(thread_ids)).group_by(Post.thread_id)
    return db.session.scalars(
        _select_posts(viewer).where(Post.id.in_(first)).options(_WITH_ARTICLE, _WITH_SOURCE)
    ).all()


def _select_posts(viewer: Viewer) -> Select[Post]:
    require(Permission.TALK, viewer)
    return (
        select(Post)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Article, Article.id == Post.article_id)
        .where(is_visible(viewer))
    )


def list_told(post_ids: Collection[int], viewer: Viewer) -> dict[int, ToldPost]:
    """Return what notices say of posts, by id: of those that the viewer may read now."""
    if not post_ids:
        return {}
    names_viewer: ColumnElement[bool] = exists().where(
        Mention.post_id == Post.id, Mention.user_id == viewer.user_id
    )
    rows = db.session.execute(
        _select_posts(viewer)
        .where(Post.id.in_(post_ids), Post.hidden_at.is_(None))
        .add_columns(names_viewer)
        .options(_WITH_ARTICLE, joinedload(Post.author))
    ).all()
    titles = list_titles({post.thread_id for post, _is_naming in rows}, viewer)
    return {
        post.id: ToldPost(
            post_id=post.id,
            thread_id=post.thread_id,
            article_id=post.article_id,
            language=post.thread.article.language,
            slug=post.thread.article.slug,
            title=titles[post.thread_id],
            author=post.author.name,
            excerpt=cut(" ".join(post.words.split()), _EXCERPT),
            is_naming=is_naming,
        )
        for post, is_naming in rows
    }
