"""Read whether an answer, or the index, is behind the database."""

from sqlalchemy import and_, bindparam, func, not_, select, true

from wiki.accounts.models import Role
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import is_visible
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.search.index.models import IndexTask
from wiki.search.index.nodes import own_node
from wiki.tags.models import Tag, TagSynonym

# Built once: every question runs it, and building a statement costs more than running it.
_IS_OWN = IndexTask.node_id == bindparam("node")
_FINGERPRINT = select(
    *(
        select(value).where(is_meant).scalar_subquery()
        for column, is_meant in ((IndexTask.id, _IS_OWN), (Tag.id, true()), (TagSynonym.id, true()))
        for value in (func.count(column), func.coalesce(func.max(column), 0))
    ),
    # Every change of a text or a term writes there, and nothing is ever taken away.
    select(func.coalesce(func.max(AuditEntry.id), 0)).scalar_subquery(),
)


def find_fingerprint() -> tuple[int, ...]:
    """Return numbers that change with all that an answer depends on apart from the index itself.

    A saved text is in the outbox until a new generation of the index holds it.
    """
    return tuple(db.session.connection().execute(_FINGERPRINT, {"node": own_node()}).one())


def has_tasks(fingerprint: tuple[int, ...]) -> bool:
    """Tell whether the outbox held anything at the time of a fingerprint."""
    return fingerprint[0] > 0


def list_withdrawn(viewer: Viewer) -> set[int]:
    """Return the articles that may still be in the index, but that the viewer must not see now."""
    is_seen = is_visible(viewer)
    if not viewer.is_at_least(Role.EDITOR):
        is_seen = and_(is_seen, Article.archived_at.is_(None))
    query = select(Article.id).join(IndexTask, IndexTask.article_id == Article.id)
    return set(db.session.scalars(query.where(_IS_OWN, not_(is_seen)), {"node": own_node()}))
