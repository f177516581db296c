"""Settle threads and open them again, hide posts and show them again."""

from flask_babel import lazy_gettext as _

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import write
from wiki.errors import EditConflict
from wiki.revisions.actions import check_reason
from wiki.talk.steps import count_open, find_post_of, find_talked_about, find_thread_of

_HIDDEN_ALREADY = _("Another editor has hidden it already.")


def resolve_thread(article_id: int, thread_id: int, viewer: Viewer, *, is_resolved: bool) -> None:
    """Say that a thread is settled, or that it is not; what is so already stays as it is."""
    with write():
        article = find_talked_about(article_id, viewer)
        thread = find_thread_of(article, thread_id)
        if (thread.resolved_at is not None) == is_resolved:
            return
        thread.resolved_at = now() if is_resolved else None
        thread.resolved_by_id = viewer.user_id if is_resolved else None
        if is_resolved:
            record(viewer.user_id, "resolve_thread", "article", article.id, thread=thread.id)
        else:
            record(viewer.user_id, "reopen_thread", "article", article.id, thread=thread.id)
        count_open(article.id)


def hide_post(article_id: int, post_id: int, reason: str, viewer: Viewer) -> None:
    """Hide a post from all but editors and its author, who read the reason."""
    require(Permission.MODERATE, viewer)
    reason = check_reason(reason)
    with write():
        article = find_talked_about(article_id, viewer)
        post = find_post_of(article, post_id)
        if post.hidden_at is not None:
            raise EditConflict(_HIDDEN_ALREADY)
        post.hidden_at, post.hidden_by_id, post.hidden_reason = now(), viewer.user_id, reason
        record(viewer.user_id, "hide_post", "article", article.id, reason=reason)
        count_open(article.id)


def show_post_again(article_id: int, post_id: int, viewer: Viewer) -> None:
    """Let everybody who may talk about the article read a post again."""
    require(Permission.MODERATE, viewer)
    with write():
        article = find_talked_about(article_id, viewer)
        post = find_post_of(article, post_id)
        if post.hidden_at is None:
            return
        post.hidden_at = post.hidden_by_id = None
        post.hidden_reason = ""
        record(viewer.user_id, "show_post_again", "article", article.id)
        count_open(article.id)
