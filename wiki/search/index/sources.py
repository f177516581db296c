"""Read what the index is made from: the outbox, and whole articles."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wiki.articles.models import Article
from wiki.db import db, end_reading
from wiki.revisions.models import Revision
from wiki.search.index.models import IndexTask
from wiki.tags.models import Tag

# Articles read at a time: a rebuild must not hold all texts, nor a transaction for minutes.
CHUNK = 200


def list_tasks(node: int, limit: int | None = None) -> list[tuple[int, int]]:
    """Return (id, article id) of a node's rows of the outbox, oldest first, all without a limit."""
    rows = db.session.execute(
        select(IndexTask.id, IndexTask.article_id)
        .where(IndexTask.node_id == node)
        .order_by(IndexTask.id)
        .limit(limit)
    )
    return [(task_id, article_id) for task_id, article_id in rows]


def list_sources(article_ids: Collection[int]) -> Sequence[Article]:
    """Return these articles with all that their documents are made from."""
    return db.session.scalars(
        select(Article)
        .where(Article.id.in_(article_ids))
        .order_by(Article.id)
        .options(
            joinedload(Article.head).undefer(Revision.body_text).undefer(Revision.headings),
            joinedload(Article.published).undefer(Revision.body_text).undefer(Revision.headings),
            selectinload(Article.tags).selectinload(Tag.synonyms),
            selectinload(Article.tags).selectinload(Tag.near_words),
        )
    ).all()


def find_text(revision_id: int) -> tuple[str, str, str] | None:
    """Return the title, the summary and the plain text of a version that readers may see."""
    columns = Revision.title, Revision.summary, Revision.body_text
    row = db.session.execute(
        select(*columns).where(Revision.id == revision_id, Revision.hidden_at.is_(None))
    ).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


def iterate_sources() -> Iterator[Article]:
    """Yield every article; each chunk is read in its own transaction."""
    last = 0
    while True:
        article_ids = db.session.scalars(
            select(Article.id).where(Article.id > last).order_by(Article.id).limit(CHUNK)
        ).all()
        if not article_ids:
            return
        yield from list_sources(article_ids)
        last = article_ids[-1]
        end_reading()
        db.session.expunge_all()
