"""Add tags to articles and remove them.

Tags are not part of a revision, so they never wait for an editor and never conflict with a text.
"""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.steps.tags import change_tags, lock_articles, lock_tags
from wiki.db import db, write


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


def tag_articles(
    article_ids: Iterable[int], tag_ids: Collection[int], viewer: Viewer
) -> dict[int, set[int]]:
    """Put all the tags on each article; return by article the ids of those that it lacked."""
    require(Permission.TAG, viewer)
    with write():
        articles = lock_articles(article_ids)
        tags = lock_tags(set(tag_ids))
        came = {article.id: change_tags(article, tags, set(), viewer) for article in articles}
    return {article_id: tag_ids for article_id, tag_ids in came.items() if tag_ids}


def untag_articles(came: Mapping[int, Collection[int]], viewer: Viewer) -> list[int]:
    """Take exactly these tags off each article; return the ids of the articles that had any.

    What has been deleted or merged since is passed over, so that the rest can be undone.
    """
    require(Permission.TAG, viewer)
    with write():
        there = db.session.scalars(select(Article.id).where(Article.id.in_(came))).all()
        articles = lock_articles(there) if there else ()
        return [
            article.id
            for article in articles
            if change_tags(article, [], set(came[article.id]), viewer)
        ]
