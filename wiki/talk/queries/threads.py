"""Read the threads about an article, with what is said in them and where their words stand."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from wiki.accounts.permissions import Permission, can, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head
from wiki.characters import cut
from wiki.db import db
from wiki.errors import NotFound
from wiki.markup.headings import NO_SECTION
from wiki.remarks.anchors import Spot, find_spot
from wiki.revisions.models import Revision
from wiki.talk.models import Post, Thread
from wiki.talk.passages import read_passage
from wiki.talk.pieces import Piece, take_apart
from wiki.talk.queries.people import list_named
from wiki.web.numbers import LARGEST
from wiki.web.pagination import Page, paginate

# How many threads a page has, and how many posts of each: the opening one and the newest.
_THREADS, _NEWEST = 10, 20
_TITLE = 80
# How many of the quoted words a browser looks for.
_MARKED = 6


@dataclass(frozen=True)
class ShownPost:
    """What somebody said; it has no pieces where an editor has hidden it from the viewer."""

    id: int
    author: str
    is_own: bool
    pieces: Sequence[Piece]
    at: datetime
    edited_at: datetime | None
    is_hidden: bool
    hidden_by: str
    reason: str

    @property
    def words(self) -> str:
        """Return what was said, as it was typed."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Place:
    """Where the quoted words of a thread are: in the newest text, unless they are gone.

    `quote` is as readers see it, and empty where its version is hidden from the viewer. `anchor` is
    the section in which the words stand now.
    """

    quote: str
    number: int
    spot: Spot | None
    anchor: str = ""

    @property
    def fragment(self) -> str:
        """Return the end of a URL that leads to the words; browsers mark them where they are."""
        if not self.spot or self.spot.has_changed:
            return f"#{self.anchor}" if self.anchor else ""
        words = " ".join(self.quote.split()[:_MARKED])
        return f"#{self.anchor}:~:text={quote(words, safe='')}"


@dataclass(frozen=True)
class ShownThread:
    """A thread as pages show it; `left_out` is how many of its posts are on its own page only."""

    id: int
    title: str
    heading: str
    place: Place | None
    resolved_by: str
    is_resolved: bool
    active_at: datetime
    posts: Sequence[ShownPost]
    left_out: int = 0


def list_threads(
    article: Article, number: int, viewer: Viewer, *, is_resolved: bool
) -> Page[ShownThread]:
    """Return one page of the threads that are open, or of those that are settled, newest first."""
    require(Permission.TALK, viewer, article)
    query = (
        select(Thread.id)
        .where(Thread.article_id == article.id, Thread.resolved_at.is_not(None) == is_resolved)
        .order_by(Thread.active_at.desc(), Thread.id.desc())
    )
    page = paginate(query, lambda thread_id: thread_id, number, size=_THREADS)
    threads = _read_threads(article, page.items, viewer)
    # Somebody may have taken one back between two reads.
    shown = [threads[thread_id] for thread_id in page.items if thread_id in threads]
    return Page(shown, page.number, _THREADS, page.total)


def find_thread(article: Article, thread_id: int, viewer: Viewer) -> ShownThread:
    """Return a thread with all its posts; raise NotFound if the article has no such thread."""
    require(Permission.TALK, viewer, article)
    found = _read_threads(article, [thread_id], viewer, newest=LARGEST)
    if thread_id not in found:
        raise NotFound()
    return found[thread_id]


def count_threads(article: Article, viewer: Viewer) -> tuple[int, int]:
    """Return how many threads are open, and how many are settled."""
    require(Permission.TALK, viewer, article)
    is_open = Thread.resolved_at.is_(None)
    query = select(is_open, func.count()).where(Thread.article_id == article.id).group_by(is_open)
    found = {bool(row[0]): row[1] for row in db.session.execute(query)}
    return found.get(True, 0), found.get(False, 0)


def name_thread(heading: str, quote: str, words: str) -> str:
    """Return what a thread is called in lists: its heading, or how it begins."""
    return cut(heading or read_passage(quote) or " ".join(words.split()), _TITLE)


def quote_of(row: Thread, viewer: Viewer) -> str:
    """Return the words that a thread is about; of a hidden version, if the newest has them too."""
    return row.quote if _may_quote(row, None, viewer) else ""


def _may_quote(row: Thread, head: Revision | None, viewer: Viewer) -> bool:
    source = row.revision
    if source is None or not source.is_hidden or can(Permission.HIDE_REVISION, viewer):
        return True
    return row.quote in (head or find_head(row.article)).body_markdown


def may_read(post: Post, viewer: Viewer) -> bool:
    """Return whether the viewer may read what a post says: its author may, and editors."""
    is_own = post.author_id == viewer.user_id
    return post.hidden_at is None or is_own or can(Permission.MODERATE, viewer)


def _read_threads(
    article: Article, thread_ids: Collection[int], viewer: Viewer, newest: int = _NEWEST
) -> dict[int, ShownThread]:
    found = _find_rows(article, thread_ids)
    posts = _list_posts(found, newest)
    counts = _count_posts(found)
    names = list_named([post.id for group in posts.values() for post in group])
    head = find_head(article) if any(row.quote for row in found.values()) else None
    return {
        thread_id: _show(found[thread_id], said, head, counts.get(thread_id, 0), names, viewer)
        for thread_id, said in posts.items()
    }


def _find_rows(article: Article, thread_ids: Collection[int]) -> dict[int, Thread]:
    """Return the threads among these that are about an article, by id."""
    possible = [thread_id for thread_id in thread_ids if 0 < thread_id <= LARGEST]
    rows = db.session.scalars(
        select(Thread)
        .where(Thread.article_id == article.id, Thread.id.in_(possible))
        .options(joinedload(Thread.resolved_by), joinedload(Thread.revision))
    )
    return {row.id: row for row in rows}


def _list_posts(thread_ids: Collection[int], newest: int) -> dict[int, list[Post]]:
    """Return the first post of each thread and its newest ones, in order."""
    place = func.row_number().over(partition_by=Post.thread_id, order_by=Post.id.desc())
    first = func.min(Post.id).over(partition_by=Post.thread_id)
    ranked = select(Post.id, place.label("place"), first.label("first"))
    found = ranked.where(Post.thread_id.in_(thread_ids)).subquery()
    is_chosen = (found.c.place <= newest) | (found.c.id == found.c.first)
    rows = db.session.scalars(
        select(Post)
        .join(found, found.c.id == Post.id)
        .where(is_chosen)
        .options(joinedload(Post.author), joinedload(Post.hidden_by))
        .order_by(Post.id)
    )
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in rows:
        posts[post.thread_id].append(post)
    return posts


def _count_posts(thread_ids: Collection[int]) -> dict[int, int]:
    query = select(Post.thread_id, func.count()).where(Post.thread_id.in_(thread_ids))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Post.thread_id))}


def _show(
    row: Thread,
    posts: Sequence[Post],
    head: Revision | None,
    count: int,
    names: Mapping[int, dict[int, str]],
    viewer: Viewer,
) -> ShownThread:
    """Return a thread; what its first post may not say, its heading does not say either."""
    said = [_show_post(post, names[post.id], viewer) for post in posts]
    is_readable = may_read(posts[0], viewer)
    place = None
    if head is not None and row.quote and is_readable:
        place = _find_place(row, head, viewer)
    heading = row.heading if is_readable else ""
    return ShownThread(
        id=row.id,
        title=name_thread(heading, place.quote if place else "", said[0].words),
        heading=heading,
        place=place,
        resolved_by=row.resolved_by.name if row.resolved_by else "",
        is_resolved=row.resolved_at is not None,
        active_at=row.active_at,
        posts=said,
        left_out=max(0, count - len(posts)),
    )


def _show_post(post: Post, names: dict[int, str], viewer: Viewer) -> ShownPost:
    return ShownPost(
        id=post.id,
        author=post.author.name,
        is_own=post.author_id == viewer.user_id,
        pieces=take_apart(post.words, names) if may_read(post, viewer) else (),
        at=post.created_at,
        edited_at=post.edited_at,
        is_hidden=post.hidden_at is not None,
        hidden_by=post.hidden_by.name if post.hidden_by else "",
        reason=post.hidden_reason,
    )


def _find_place(row: Thread, head: Revision, viewer: Viewer) -> Place:
    """Return where quoted words are, if they may be shown.

    Where words like those of a hidden version are now would tell what they were.
    """
    number = row.revision.number if row.revision else 0
    if not _may_quote(row, head, viewer):
        return Place(quote="", number=number, spot=None)
    spot = find_spot(row.quote, row.line, head.body_markdown, _whole_line(row, head.body_markdown))
    return Place(
        quote=read_passage(row.quote),
        number=number,
        spot=spot,
        anchor=_section_at(head, spot.line) if spot else "",
    )


def _whole_line(row: Thread, body: str) -> str:
    """Return the line in which a quote stood, if the quote is not in the text any more."""
    if row.revision is None or row.quote in body:
        return ""
    lines = row.revision.body_markdown.split("\n")
    return lines[row.line - 1].strip() if 0 < row.line <= len(lines) else ""


def _section_at(head: Revision, line: int) -> str:
    """Return the id of the section in which a line of a text stands; "" above the first."""
    anchor = ""
    for heading in head.outline:
        if heading.line not in (None, NO_SECTION) and (heading.line or 0) < line:
            anchor = heading.anchor
    return anchor
