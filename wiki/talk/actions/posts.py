"""Begin a thread, answer in it, change one's own words, and take them back."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, exists, func, select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.audit.steps import AlreadyMade, find_made, record
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import EditConflict, NotAllowed
from wiki.signals import post_added
from wiki.talk.actions.words import check_heading, check_post, find_people, find_quote
from wiki.talk.models import Post, Thread
from wiki.talk.steps import (
    count_open,
    find_post_of,
    find_talked_about,
    find_thread_of,
    is_answered,
    is_last,
    is_opening,
    open_again,
    settle_again,
    store_mentions,
)

# More nobody reads; and a page of a thread has all of it.
_MOST_POSTS, _MOST_THREADS = 300, 2_000

_FULL = _("This thread is as long as it can be. Begin another one.")
_TOO_MANY = _("There are as many threads about this article as there can be.")
_CHANGED = _("You have changed this in another window. What is stored stands above.")
_ANSWERED = _("Somebody has answered by now, so it stays.")
_HIDDEN = _("An editor has hidden this by now.")


@dataclass(frozen=True)
class Opening:
    """How somebody begins a thread.

    `quote` are words copied from version `number`, near `line`; empty for the whole article.
    """

    words: str
    heading: str = ""
    quote: str = ""
    number: int = 0
    line: int = 0


def start_thread(article_id: int, said: Opening, viewer: Viewer, form_id: str | None = None) -> int:
    """Begin a thread; return the id of its first post.

    Raises AlreadyMade when the same form was sent before.
    """
    words, heading = check_post(said.words), check_heading(said.heading)
    with write():
        article = find_talked_about(article_id, viewer)
        _refuse_repeat(article, words, form_id, viewer)
        if _count(Thread.article_id == article.id) >= _MOST_THREADS:
            raise EditConflict(_TOO_MANY)
        thread = Thread(article_id=article.id, heading=heading)
        if said.quote.strip():
            revision, line, quote = find_quote(said.quote, said.number, said.line, article)
            thread.revision_id, thread.line, thread.quote = revision.id, line, quote
        db.session.add(thread)
        db.session.flush()
        post_id = _add(thread, article, words, viewer)
        record(viewer.user_id, "start_thread", "article", article.id, form_id, thread=thread.id)
        count_open(article.id)
    return post_id


def reply(
    article_id: int, thread_id: int, text: str, viewer: Viewer, form_id: str | None = None
) -> int:
    """Write in a thread, which opens it again if it was settled; return the id of the post."""
    words = check_post(text)
    with write():
        article = find_talked_about(article_id, viewer)
        thread = find_thread_of(article, thread_id)
        _refuse_repeat(article, words, form_id, viewer)
        if _count(Post.thread_id == thread.id) >= _MOST_POSTS:
            raise EditConflict(_FULL)
        post_id = _add(thread, article, words, viewer)
        detail = {"thread": thread.id, "post": post_id, **open_again(thread)}
        thread.active_at = now()
        record(viewer.user_id, "reply", "article", article.id, form_id, **detail)
        count_open(article.id)
    return post_id


def _add(thread: Thread, article: Article, words: str, viewer: Viewer) -> int:
    if viewer.user_id is None:
        raise NotAllowed()
    people = find_people(words, article, viewer)
    post = Post(thread_id=thread.id, article_id=article.id, author_id=viewer.user_id, words=words)
    db.session.add(post)
    db.session.flush()
    store_mentions(post, people)
    post_added.send(post)
    return post.id


def _refuse_repeat(article: Article, words: str, form_id: str | None, viewer: Viewer) -> None:
    """Refuse what the same form has said already; who went back and wrote anew says it anew."""
    if find_made(viewer.user_id, "article", form_id, article.id) is None:
        return
    said = exists().where(
        Post.article_id == article.id, Post.author_id == viewer.user_id, Post.words == words
    )
    if db.session.scalar(select(said)):
        raise AlreadyMade(article.id)


def _count(condition: ColumnElement[bool]) -> int:
    query = select(func.count()).where(condition)
    return db.session.scalar(query) or 0


def edit_post(
    article_id: int, post_id: int, edition: int, text: str, viewer: Viewer, *, heading: str = ""
) -> None:
    """Change one's own words, made from the text `edition`; the first post has the heading too.

    After somebody has answered it is said that they were changed.
    """
    words, heading = check_post(text), check_heading(heading)
    with write():
        article = find_talked_about(article_id, viewer)
        post = find_own(article, post_id, viewer)
        if post.edition != edition:
            raise EditConflict(_CHANGED)
        thread = find_thread_of(article, post.thread_id)
        new_heading = heading if is_opening(post) else thread.heading
        if (post.words, thread.heading) == (words, new_heading):
            return
        post.words, thread.heading, post.edition = words, new_heading, post.edition + 1
        if is_answered(post):
            post.edited_at = now()
        if store_mentions(post, find_people(words, article, viewer)):
            # Those who were told are not told again.
            post.spread_at = None
            post_added.send(post)
        record(viewer.user_id, "edit_post", "article", article.id, thread=thread.id)


def find_own(article: Article, post_id: int, viewer: Viewer) -> Post:
    """Return the viewer's own post; raise an error if it is not theirs, or was hidden."""
    post = find_post_of(article, post_id)
    if post.author_id != viewer.user_id:
        raise NotAllowed()
    if post.hidden_at is not None:
        raise EditConflict(_HIDDEN)
    return post


def take_post_back(article_id: int, post_id: int, viewer: Viewer) -> str:
    """Delete an own post after which nobody has written; return its words.

    A thread that it opened again is settled as before, if nobody has said otherwise since.
    """
    with write():
        article = find_talked_about(article_id, viewer)
        post = find_own(article, post_id, viewer)
        if not is_last(post):
            raise EditConflict(_ANSWERED)
        words, thread_id = post.words, post.thread_id
        is_alone = is_opening(post)
        db.session.delete(post)
        db.session.flush()
        thread = find_thread_of(article, thread_id)
        if is_alone:
            db.session.delete(thread)
        else:
            newest = select(func.max(Post.created_at)).where(Post.thread_id == thread_id)
            thread.active_at = db.session.scalar(newest) or thread.active_at
            settle_again(thread, post_id)
        record(viewer.user_id, "take_post_back", "article", article.id, thread=thread_id)
        count_open(article.id)
    return words
