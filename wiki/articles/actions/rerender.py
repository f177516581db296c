"""Rerender the texts whose HTML an older renderer version or another style of citing made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Row, delete, select
from sqlalchemy.orm import undefer

from wiki.articles.models import Article, TextTask
from wiki.articles.steps.links import (
    MOST_AT_ONCE,
    add_tasks,
    find_known_targets,
    render_texts,
)
from wiki.articles.steps.render import RenderedText, render_body, store_rendered
from wiki.articles.steps.revise import record_names
from wiki.db import db, write
from wiki.errors import Busy, TooComplex
from wiki.media.models import MediaFile
from wiki.media.queries import list_article_ids
from wiki.revisions.models import Revision
from wiki.revisions.queries import is_rendered_otherwise
from wiki.signals import content_changed

# Small enough that other writers wait no longer than they would for a save.
_BATCH = 50


@dataclass(frozen=True)
class RerenderedTexts:
    """The number of texts that got new HTML, and the ids of the revisions that did not."""

    rerendered: int
    skipped: Sequence[int]


def rerender_texts() -> RerenderedTexts:
    """Rerender every text of an older renderer version or another style, a transaction per batch.

    A text that exceeds today's limits keeps its HTML. The run can be interrupted at any time and
    started again.
    """
    rerendered, skipped = 0, []
    for batch in _iterate_batches():
        rendered = []
        for revision, article in batch:
            html = _render(revision, article)
            if html is None:
                skipped.append(revision.id)
            else:
                rendered.append((revision.id, html))
        with write():
            store_rendered(rendered)
            record_names(rendered)
        rerendered += len(rendered)
    return RerenderedTexts(rerendered, skipped)


def _iterate_batches() -> Iterator[Sequence[Row[Revision, Article]]]:
    is_outdated = is_rendered_otherwise(current_app.config["CITATION_STYLE"])
    last = 0
    while True:
        batch = db.session.execute(
            select(Revision, Article)
            .join(Article, Article.id == Revision.article_id)
            .where(Revision.id > last)
            .where(is_outdated)
            .order_by(Revision.id)
            .limit(_BATCH)
            .options(undefer(Revision.body_markdown))
        ).all()
        if not batch:
            return
        last = batch[-1][0].id
        yield batch


def _render(revision: Revision, article: Article) -> RenderedText | None:
    """Render a text again; the links of what is read now lead where they led."""
    known = {}
    if revision.id in (article.head_id, article.published_id):
        known = find_known_targets(article.id, is_head=revision.id == article.head_id)
    try:
        return render_body(revision.body_markdown, article.language, known=known)
    except TooComplex:
        return None


def note_using(file: MediaFile) -> None:
    """Note, in the transaction that changes a picture or file, the texts that show it."""
    add_tasks(list_article_ids(file.id))


def rerender_using(file_id: int) -> int:
    """Rerender the newest and published texts that show a picture or file which has changed.

    They have been noted: return how many articles follow in the background, since they are many, or
    since others keep the renderer or the database busy.
    """
    article_ids = list_article_ids(file_id)
    if len(article_ids) > MOST_AT_ONCE:
        return len(article_ids)
    try:
        rendered = render_texts(article_ids)
        with write():
            store_rendered(rendered)
            for article_id in article_ids:
                content_changed.send(db.session.get_one(Article, article_id))
            done = TextTask.article_id.in_(article_ids), TextTask.target_id.is_(None)
            db.session.execute(delete(TextTask).where(*done))
    except Busy:
        return len(article_ids)
    return 0


def rerender_versions(revision_ids: Sequence[int]) -> None:
    """Rerender older versions, a transaction per batch; what cannot be rendered keeps its HTML."""
    for start in range(0, len(revision_ids), _BATCH):
        batch = db.session.execute(
            select(Revision, Article)
            .join(Article, Article.id == Revision.article_id)
            .where(Revision.id.in_(revision_ids[start : start + _BATCH]))
            .options(undefer(Revision.body_markdown))
        ).all()
        rendered = [(revision.id, _render(revision, article)) for revision, article in batch]
        with write():
            store_rendered([(number, result) for number, result in rendered if result])
