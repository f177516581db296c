"""Add tags to articles and remove them.

Tags are not part of a revision, so they never wait for an editor and never conflict with a text.
"""

from collections.abc import Collection, Iterable

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.steps.tags import change_tags, lock_articles, lock_tags
from wiki.db import write


def set_article_tags(
    article_id: int, chosen: Collection[int], shown: Collection[int], viewer: Viewer
) -> Article:
    """Apply an editor's change of an article's tags, from the ids `shown` to the ids `chosen`.

    Only the difference is applied: a tag that somebody else added meanwhile stays.
    """
    require(Permission.TAG, viewer)
    with write():
        article = lock_articles([article_id])[0]
        added = lock_tags(set(chosen) - set(shown))
        change_tags(article, added, set(shown) - set(chosen), viewer)
    return article


def tag_articles(article_ids: Iterable[int], tag_id: int, viewer: Viewer) -> list[int]:
    """Tag several articles; return the ids of those that did not have the tag before."""
    require(Permission.TAG, viewer)
    with write():
        articles = lock_articles(article_ids)
        tags = lock_tags({tag_id})
        changed = [article.id for article in articles if change_tags(article, tags, set(), viewer)]
    return changed


def untag_articles(article_ids: Iterable[int], tag_id: int, viewer: Viewer) -> list[int]:
    """Remove a tag from several articles; return the ids of those that had it."""
    require(Permission.TAG, viewer)
    with write():
        articles = lock_articles(article_ids)
        changed = [article.id for article in articles if change_tags(article, [], {tag_id}, viewer)]
    return changed
