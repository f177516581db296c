"""Rerender the texts whose HTML an older renderer version made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, select

from wiki.articles.models import Article
from wiki.articles.steps.render import render_body, store_rendered
from wiki.db import db, write
from wiki.errors import TooComplex
from wiki.markup.render import RENDERER_VERSION, Rendered
from wiki.revisions.models import Revision

# Small enough that other writers wait no longer than they would for a save.
_BATCH = 50


@dataclass(frozen=True)
class RerenderedTexts:
    """The number of texts that got new HTML, and the ids of the revisions that did not."""

    rerendered: int
    skipped: Sequence[int]


def rerender_texts() -> RerenderedTexts:
    """Rerender every text of an older renderer version in batches, one transaction per batch.

    A text that exceeds today's limits keeps its HTML. The run can be interrupted at any time and
    started again.
    """
    rerendered, skipped = 0, []
    for batch in _iterate_batches():
        rendered = []
        for revision_id, body, language in batch:
            html = _render(body, language)
            if html is None:
                skipped.append(revision_id)
            else:
                rendered.append((revision_id, html))
        with write():
            store_rendered(rendered)
        rerendered += len(rendered)
    return RerenderedTexts(rerendered, skipped)


def _iterate_batches() -> Iterator[Sequence[Row[int, str, str]]]:
    last = 0
    while True:
        batch = db.session.execute(
            select(Revision.id, Revision.body_markdown, Article.language)
            .join(Article, Article.id == Revision.article_id)
            .where(Revision.renderer_version < RENDERER_VERSION, Revision.id > last)
            .order_by(Revision.id)
            .limit(_BATCH)
        ).all()
        if not batch:
            return
        last = batch[-1][0]
        yield batch


def _render(body: str, language: str) -> Rendered | None:
    try:
        return render_body(body, language)
    except TooComplex:
        return None
