"""Render the texts again that cite a source, when that has changed."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import undefer

from wiki.articles.models import Article
from wiki.articles.steps.links import find_kept
from wiki.articles.steps.render import render_body, store_rendered
from wiki.db import db
from wiki.errors import WikiError
from wiki.revisions.models import Revision
from wiki.signals import content_changed, source_changed

# Others wait meanwhile; what more articles show is rendered by `flask articles render`.
_MOST = 50
_STALE = 0


def init_citations() -> None:
    """Listen to changes of sources; a second call has no effect."""
    source_changed.connect(render_citing)


def render_citing(_source: Any, article_ids: Collection[int] = ()) -> None:
    """Render the newest and the published text of articles that cite a changed source."""
    articles = db.session.scalars(
        select(Article).where(Article.id.in_(article_ids)).order_by(Article.id)
    ).all()
    for number, article in enumerate(articles):
        for revision in _texts_of(article):
            if number >= _MOST or not _render(revision, article):
                revision.renderer_version = _STALE
        content_changed.send(article)


def _texts_of(article: Article) -> Collection[Revision]:
    return db.session.scalars(
        select(Revision)
        .where(or_(Revision.id == article.head_id, Revision.id == article.published_id))
        .options(undefer(Revision.body_markdown))
    ).all()


def _render(revision: Revision, article: Article) -> bool:
    """Render a text; return False when that is not possible now, and leave it as it is."""
    kept = find_kept(article.id, is_head=revision.id == article.head_id)
    try:
        rendered = render_body(revision.body_markdown, article.language, kept=kept)
    except WikiError:
        return False
    store_rendered([(revision.id, rendered)])
    revision.body_text = rendered.text
    return True
