"""Render the texts again that cite a source, when that has come or changed."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import or_, select

from wiki.articles.models import Article
from wiki.articles.steps.links import MOST_AT_ONCE, add_tasks, render_texts
from wiki.articles.steps.render import store_rendered
from wiki.articles.steps.revise import record_names
from wiki.db import db
from wiki.errors import WikiError
from wiki.references.models import Source
from wiki.revisions.models import Revision
from wiki.signals import content_changed, source_changed

# Where texts name keys, in the transaction in which it was looked up.
_NAMED = "wiki_named_keys"
_KEY = re.compile(r"@([^\W_](?:[\w:.+/-]*\w)?)")


def init_citations() -> None:
    """Listen to changes of sources; a second call has no effect."""
    source_changed.connect(render_citing)


def render_citing(
    _source: Source, article_ids: Collection[int] = (), new_keys: Collection[str] = ()
) -> None:
    """Render the newest and the published text of articles that cite a source, or waited for it.

    Many follow in the background, and those that cannot be rendered now.
    """
    named = _find_named_keys() if new_keys else {}
    ids = {*article_ids}.union(*(named.get(key, ()) for key in new_keys))
    if len(ids) <= MOST_AT_ONCE:
        ids -= {article_id for article_id in ids if _follow(article_id, article_id in article_ids)}
    add_tasks(ids)


def _follow(article_id: int, is_citing: bool) -> bool:
    """Render the texts of an article; return False if that is not possible now."""
    try:
        rendered = render_texts([article_id])
    except WikiError:
        return False
    store_rendered(rendered)
    if not is_citing:
        record_names(rendered)
    content_changed.send(db.session.get_one(Article, article_id))
    return True


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
