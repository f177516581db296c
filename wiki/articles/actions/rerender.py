"""Render anew the texts whose HTML an older renderer made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, select

from wiki.articles.models import Article
from wiki.articles.steps.render import render_body, store_rendered
from wiki.db import db, write
from wiki.errors import TooComplex
from wiki.markup.render import RENDERER_VERSION, Rendered
from wiki.revisions.models import Revision

# So few that other writers wait no longer than for a save.
_BATCH = 50


@dataclass(frozen=True)
class RerenderedTexts:
    """Hold how many texts got new HTML, and the ids of the revisions that keep the old."""

    renewed: int
    kept: Sequence[int]


def rerender_texts() -> RerenderedTexts:
    """Render every text of an older renderer, a few at a time; each step is a transaction.

    A text that cannot be rendered within the limits of today keeps its HTML. May be stopped at any
    moment and begun again.
    """
    renewed, kept = 0, []
    for batch in _iterate_batches():
        rendered = []
        for revision_id, body, language in batch:
            html = _render(body, language)
            if html is None:
                kept.append(revision_id)
            else:
                rendered.append((revision_id, html))
        with write():
            store_rendered(rendered)
        renewed += len(rendered)
    return RerenderedTexts(renewed, kept)


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
