"""Read one post, to change it or to hide it, and the section that a thread begins at."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head
from wiki.articles.steps.sections import find_line
from wiki.db import db
from wiki.errors import NotAllowed, NotFound
from wiki.markup.headings import NO_SECTION
from wiki.talk.models import QUOTE_LENGTH, Post
from wiki.talk.passages import read_passage
from wiki.talk.queries.threads import ShownThread, find_thread
from wiki.web.numbers import LARGEST

_HIDDEN = _("An editor has hidden this post.")


@dataclass(frozen=True)
class OpenedPost:
    """A post with the thread that it is in."""

    row: Post
    thread: ShownThread
    is_opening: bool


def find_post(article: Article, post_id: int, viewer: Viewer) -> OpenedPost:
    """Return a post about an article; raise NotFound if there is none."""
    require(Permission.TALK, viewer, article)
    row = db.session.get(Post, post_id) if 0 < post_id <= LARGEST else None
    if row is None or row.article_id != article.id:
        raise NotFound()
    thread = find_thread(article, row.thread_id, viewer)
    return OpenedPost(row, thread, is_opening=thread.posts[0].id == row.id)


def find_own_post(article: Article, post_id: int, viewer: Viewer) -> OpenedPost:
    """Return a post of the viewer's; raise NotAllowed for another's or a hidden one."""
    opened = find_post(article, post_id, viewer)
    if opened.row.author_id != viewer.user_id:
        raise NotAllowed()
    if opened.row.hidden_at is not None:
        raise NotAllowed(_HIDDEN)
    return opened


def find_section_words(article: Article, anchor: str, viewer: Viewer) -> tuple[int, int, str]:
    """Return the newest version, the line where a section of it begins, and its heading.

    The line is 0 and the heading is empty if there is no such section.
    """
    require(Permission.TALK, viewer, article)
    head = find_head(article)
    line = find_line(head, article.language, anchor) if anchor else NO_SECTION
    if line == NO_SECTION:
        return head.number, 0, ""
    words = "".join(head.body_markdown.split("\n")[line : line + 1])
    return head.number, line + 1, read_passage(words)[:QUOTE_LENGTH]
