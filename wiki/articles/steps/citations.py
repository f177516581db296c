"""Render the texts again that cite a source, when that has come or changed."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import undefer

from wiki.articles.models import Article
from wiki.articles.steps.links import find_kept
from wiki.articles.steps.render import RenderedText, render_body, store_rendered
from wiki.db import db
from wiki.errors import WikiError
from wiki.references.models import Source
from wiki.references.steps.citations import store_citations
from wiki.revisions.models import Revision
from wiki.signals import content_changed, source_changed

# Others wait meanwhile; what more articles show is rendered by `flask articles render`.
_MOST = 50
_STALE = 0
# Where texts name keys, in the transaction in which it was looked up.
_NAMED = "wiki_named_keys"
_KEY = re.compile(r"@([^\W_](?:[\w:.+/-]*\w)?)")


def init_citations() -> None:
    """Listen to changes of sources; a second call has no effect."""
    source_changed.connect(render_citing)


def render_citing(source: Source, article_ids: Collection[int] = ()) -> None:
    """Render the newest and the published text of articles that cite a source, or waited for it."""
    ids = {*article_ids, *_find_named_keys().get(source.key, ())}
    articles = db.session.scalars(
        select(Article).where(Article.id.in_(ids)).order_by(Article.id)
    ).all()
    for number, article in enumerate(articles):
        waited = article.id not in article_ids
        for revision in _texts_of(article):
            rendered = _render(revision, article) if number < _MOST else None
            if rendered is None:
                revision.renderer_version = _STALE
            elif waited:
                _store_citations(article, revision, rendered.cited)
        content_changed.send(article)


def _find_named_keys() -> Mapping[str, Collection[int]]:
    """Return which articles name a key, known or not; an import asks for each source that it adds.

    What only looks like a key is among them, such as the end of an e-mail address.
    """
    session = db.session()
    known: tuple[object, dict[str, set[int]]] = session.info.get(_NAMED, (None, {}))
    if known[0] is not None and known[0] is session.get_transaction():
        return known[1]
    found: dict[str, set[int]] = defaultdict(set)
    is_read = or_(Revision.id == Article.head_id, Revision.id == Article.published_id)
    rows = select(Article.id, Revision.body_markdown).join(Revision, is_read)
    for article_id, body in session.execute(rows.where(Revision.body_markdown.contains("@"))):
        for key in _KEY.findall(body):
            found[key.lower()].add(article_id)
    session.info[_NAMED] = session.get_transaction(), found
    return found


def _texts_of(article: Article) -> Collection[Revision]:
    return db.session.scalars(
        select(Revision)
        .where(or_(Revision.id == article.head_id, Revision.id == article.published_id))
        .options(undefer(Revision.body_markdown))
    ).all()


def _render(revision: Revision, article: Article) -> RenderedText | None:
    """Render a text; return None when that is not possible now, and leave it as it is."""
    kept = find_kept(article.id, is_head=revision.id == article.head_id)
    try:
        rendered = render_body(revision.body_markdown, article.language, kept=kept)
    except WikiError:
        return None
    store_rendered([(revision.id, rendered)])
    revision.body_text = rendered.text
    return rendered


def _store_citations(article: Article, revision: Revision, keys: Collection[str]) -> None:
    if revision.id == article.head_id:
        store_citations(article.id, keys)
    if revision.id == article.published_id:
        store_citations(article.id, keys, is_head=False)
