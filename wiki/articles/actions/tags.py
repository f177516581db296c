"""Put tags on articles and take them off: the actions of tagging.

Tagging is not part of a revision, so it never waits for an editor and never conflicts with a text.
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

# As many as a list on the desk shows; a longer list of ids was not made by hand.
MOST_AT_ONCE = 200


def set_article_tags(
    viewer: Viewer, article_id: int, chosen: Collection[int], shown: Collection[int]
) -> Article:
    """Give an article the tags with the ids `chosen`, seen from when it bore those of `shown`.

    Only what the editor changed is changed: a tag that somebody else added meanwhile stays.
    """
    require(viewer, Permission.TAG)
    with write():
        article = _lock_articles([article_id])[0]
        added = _lock_tags(set(chosen) - set(shown))
        _change(viewer, article, added, set(shown) - set(chosen))
    return article


def tag_articles(viewer: Viewer, article_ids: Iterable[int], tag_id: int) -> list[int]:
    """Give several articles one tag; return the ids of those that did not bear it before."""
    require(viewer, Permission.TAG)
    with write():
        articles = _lock_articles(article_ids)
        tags = _lock_tags({tag_id})
        changed = [article.id for article in articles if _change(viewer, article, tags, set())]
    return changed


def untag_articles(viewer: Viewer, article_ids: Iterable[int], tag_id: int) -> list[int]:
    """Take one tag off several articles; return the ids of those that bore it."""
    require(viewer, Permission.TAG)
    with write():
        articles = _lock_articles(article_ids)
        changed = [article.id for article in articles if _change(viewer, article, [], {tag_id})]
    return changed


def _lock_articles(article_ids: Iterable[int]) -> Sequence[Article]:
    """Return the articles, locked in one order; raise NotFound when one does not exist."""
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
    """Return the tags, kept from being merged away meanwhile."""
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


def _change(viewer: Viewer, article: Article, added: Sequence[Tag], removed: set[int]) -> bool:
    """Change the tags of one article and tell the others; return whether anything changed."""
    borne = set(
        db.session.scalars(select(ArticleTag.tag_id).where(ArticleTag.article_id == article.id))
    )
    new = [tag for tag in added if tag.id not in borne]
    gone = borne & removed
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
