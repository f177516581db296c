"""Add tags to articles and remove them.

Tags are not part of a revision, so they never wait for an editor and never conflict with a text.
"""

from collections.abc import Collection, Iterable, Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.audit.steps import record
from wiki.db import db, write
from wiki.errors import InvalidInput, NotFound
from wiki.signals import content_changed
from wiki.tags.models import ArticleTag, Tag

# As many as a list on the desk shows; no form sends a longer list of ids.
MOST_AT_ONCE = 200


def set_article_tags(
    article_id: int, chosen: Collection[int], shown: Collection[int], viewer: Viewer
) -> Article:
    """Apply an editor's change of an article's tags, from the ids `shown` to the ids `chosen`.

    Only the difference is applied: a tag that somebody else added meanwhile stays.
    """
    require(Permission.TAG, viewer)
    with write():
        article = _lock_articles([article_id])[0]
        added = _lock_tags(set(chosen) - set(shown))
        _change(article, added, set(shown) - set(chosen), viewer)
    return article


def tag_articles(article_ids: Iterable[int], tag_id: int, viewer: Viewer) -> list[int]:
    """Tag several articles; return the ids of those that did not have the tag before."""
    require(Permission.TAG, viewer)
    with write():
        articles = _lock_articles(article_ids)
        tags = _lock_tags({tag_id})
        changed = [article.id for article in articles if _change(article, tags, set(), viewer)]
    return changed


def untag_articles(article_ids: Iterable[int], tag_id: int, viewer: Viewer) -> list[int]:
    """Remove a tag from several articles; return the ids of those that had it."""
    require(Permission.TAG, viewer)
    with write():
        articles = _lock_articles(article_ids)
        changed = [article.id for article in articles if _change(article, [], {tag_id}, viewer)]
    return changed


def _lock_articles(article_ids: Iterable[int]) -> Sequence[Article]:
    """Lock the articles in the order of their ids; raise NotFound when any does not exist."""
    wanted = sorted(set(article_ids))
    if len(wanted) > MOST_AT_ONCE:
        raise InvalidInput(_("Choose at most %(count)s articles at once.", count=MOST_AT_ONCE))
    found = db.session.scalars(
        select(Article).where(Article.id.in_(wanted)).order_by(Article.id).with_for_update()
    ).all()
    if len(found) != len(wanted) or not wanted:
        raise NotFound()
    return found


def _lock_tags(tag_ids: Collection[int]) -> Sequence[Tag]:
    """Lock the tags, so that none can be merged into another meanwhile."""
    if len(tag_ids) > MOST_AT_ONCE:
        message = _("Choose at most %(count)s tags.", count=MOST_AT_ONCE)
        raise InvalidInput(message, {"tags": message})
    found = db.session.scalars(
        select(Tag).where(Tag.id.in_(tag_ids)).order_by(Tag.id).with_for_update(read=True)
    ).all()
    if len(found) != len(tag_ids):
        message = _("A chosen tag does not exist any more. Choose again.")
        raise InvalidInput(message, {"tags": message})
    return found


def _change(article: Article, added: Sequence[Tag], removed: set[int], viewer: Viewer) -> bool:
    """Change an article's tags and announce it; return whether anything changed."""
    current = set(
        db.session.scalars(select(ArticleTag.tag_id).where(ArticleTag.article_id == article.id))
    )
    new = [tag for tag in added if tag.id not in current]
    gone = current & removed
    if not new and not gone:
        return False
    db.session.add_all(
        ArticleTag(article_id=article.id, tag_id=tag.id, added_by_id=viewer.user_id) for tag in new
    )
    db.session.execute(
        delete(ArticleTag)
        .where(ArticleTag.article_id == article.id, ArticleTag.tag_id.in_(gone))
        .execution_options(synchronize_session=False)
    )
    slugs = db.session.scalars(select(Tag.slug).where(Tag.id.in_(gone)).order_by(Tag.slug))
    record(
        viewer.user_id,
        "tag",
        "article",
        article.id,
        added=sorted(tag.slug for tag in new),
        removed=list(slugs),
    )
    db.session.flush()
    content_changed.send(article)
    return True
