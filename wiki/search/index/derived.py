"""Update the tables that the drainer derives from articles: title words, related articles, advice.

The drainer does this after it has updated the index, so that no reader waits for it. A crash
before the end leaves the rows in the outbox, and the work is done again.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from flask import current_app
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from wiki.advice.models import ArticleAdvice
from wiki.advice.queries import count_in_texts
from wiki.articles.models import Article, RelatedArticle
from wiki.articles.queries.articles import shown_id
from wiki.db import db, write
from wiki.nodes.turns import Work, alone_of_all
from wiki.revisions.models import Revision
from wiki.search.index.models import TitleWord
from wiki.search.index.nodes import FOR_ALL, find_derived, forget_lost_nodes, note_derived
from wiki.search.index.outbox import forget_tasks
from wiki.search.index.related import Nearness
from wiki.search.index.sources import list_tasks
from wiki.search.language.titles import title_keys

# Articles in one transaction, during which other writers wait.
_BATCH = 200
# Articles in a step of what is derived for all nodes: a second holds up what is to be found in one.
_AT_ONCE = 5
# This says that everything was derived. A process that is killed meanwhile leaves none. The name
# changes when more is derived, so that a wiki does it for its articles after an upgrade.
MARK = "derived-2"


def refresh_derived(article_ids: Sequence[int]) -> None:
    """Update what is derived from changed articles, and the articles related to them."""
    for some in _batches(article_ids):
        _write_titles(some)
        _write_advice(some)
    for some in _batches(article_ids):
        nearness = Nearness()
        found = {article_id: nearness.nearest(article_id) for article_id in some}
        around = _listing(some).union(*found.values()).difference(some)
        found.update((article_id, nearness.nearest(article_id)) for article_id in around)
        _write_related(found)


def derive_everything() -> None:
    """Derive everything from every article; the caller notes the mark afterwards."""
    article_ids = db.session.scalars(select(Article.id).order_by(Article.id)).all()
    for some in _batches(article_ids):
        _write_titles(some)
        _write_advice(some)
    for some in _batches(article_ids):
        nearness = Nearness()
        _write_related({article_id: nearness.nearest(article_id) for article_id in some})


def waits_for_all() -> bool:
    """Tell whether something is to be derived for all nodes."""
    return find_derived() != MARK or bool(list_tasks(FOR_ALL, 1))


def derive_for_all(lock: Path) -> None:
    """Derive what waits, or a part of it, unless another node does.

    The caller comes back for the rest, since rows for its own index must not wait.
    """
    with alone_of_all(Work.DERIVING, lock) as is_alone:
        if not is_alone:
            return
        if find_derived() != MARK:
            note_derived("")
            derive_everything()
            note_derived(MARK)
        if tasks := list_tasks(FOR_ALL, _AT_ONCE):
            refresh_derived(list(dict.fromkeys(article_id for _, article_id in tasks)))
            forget_tasks(task_id for task_id, _ in tasks)
        for name in forget_lost_nodes():
            current_app.logger.warning("%s has not followed for a day: it is forgotten", name)


def _batches(article_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(article_ids), _BATCH):
        yield article_ids[first : first + _BATCH]


def _write_titles(article_ids: Sequence[int]) -> None:
    """Replace the title words of these articles: of the public text, or else of the newest."""
    titles = db.session.execute(
        select(Article.id, Article.language, Revision.title)
        .join(Revision, Revision.id == shown_id())
        .where(Article.id.in_(article_ids), Article.archived_at.is_(None))
    ).all()
    rows = [
        {
            "article_id": article_id,
            "place": place,
            "language": language,
            "is_start": place == 0,
            "key": key,
        }
        for article_id, language, title in titles
        for place, key in enumerate(title_keys(title))
    ]
    with write():
        db.session.execute(delete(TitleWord).where(TitleWord.article_id.in_(article_ids)))
        if rows:
            db.session.execute(insert(TitleWord), rows)


def _write_advice(article_ids: Sequence[int]) -> None:
    """Replace what is stored of the advice on these articles."""
    try:
        rows = count_in_texts(article_ids)
    except SQLAlchemyError:
        raise
    except Exception:  # a text that cannot be read must not keep the index from following
        current_app.logger.exception("the advice on some articles cannot be found")
        rows = []
    with write():
        db.session.execute(delete(ArticleAdvice).where(ArticleAdvice.article_id.in_(article_ids)))
        if rows:
            db.session.execute(insert(ArticleAdvice), rows)


def _listing(article_ids: Sequence[int]) -> set[int]:
    """Return the articles that list any of these as related."""
    return set(
        db.session.scalars(
            select(RelatedArticle.article_id).where(RelatedArticle.related_id.in_(article_ids))
        )
    )


def _write_related(found: Mapping[int, Sequence[int]]) -> None:
    rows = [
        {"article_id": article_id, "place": place, "related_id": related}
        for article_id, near in found.items()
        for place, related in enumerate(near)
    ]
    with write():
        for some in _batches(list(found)):
            db.session.execute(delete(RelatedArticle).where(RelatedArticle.article_id.in_(some)))
        if rows:
            db.session.execute(insert(RelatedArticle), rows)
