"""Change the tags of articles, inside the transaction of an action; a step never commits."""

from collections.abc import Collection, Iterable, Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.audit.steps import record
from wiki.db import db
from wiki.errors import InvalidInput, NotFound
from wiki.signals import content_changed
from wiki.tags.models import ArticleTag, Tag

# As many as a list on the desk shows; no form sends a longer list of ids.
MOST_AT_ONCE = 200


def lock_articles(article_ids: Iterable[int]) -> Sequence[Article]:
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


def lock_tags(tag_ids: Collection[int]) -> Sequence[Tag]:
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


def change_tags(
    article: Article, added: Sequence[Tag], removed: set[int], viewer: Viewer
) -> set[int]:
    """Change an article's tags and announce it; return the ids of the tags that came or went."""
    current = set(
        db.session.scalars(select(ArticleTag.tag_id).where(ArticleTag.article_id == article.id))
    )
    new = [tag for tag in added if tag.id not in current]
    gone = current & removed
    if not new and not gone:
        return set()
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
    return gone | {tag.id for tag in new}
