"""Update the table of links, and the HTML of texts whose links change; no step commits."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from sqlalchemy import Result, delete, or_, select
from sqlalchemy.orm import undefer

from wiki.articles.models import Article, Link
from wiki.articles.steps.render import Target, TargetChange, in_batches, render_body
from wiki.db import db, is_any_pair
from wiki.errors import TooComplex
from wiki.markup.render import Rendered
from wiki.markup.wikilinks import WikiLink
from wiki.revisions.models import Revision


def record_links(
    article_id: int, links: Iterable[WikiLink], *, in_head: bool, in_published: bool
) -> None:
    """Replace the stored links of an article's newest text, its published text, or both."""
    wanted = {(link.language, link.slug): link for link in links}
    stored = {
        (row.target_language, row.target_slug): row
        for row in db.session.scalars(select(Link).where(Link.source_id == article_id))
    }
    for key, link in wanted.items():
        if key not in stored:
            stored[key] = _new_row(article_id, link)
            db.session.add(stored[key])
    for key, row in stored.items():
        if in_head:
            row.in_head = key in wanted
        if in_published:
            row.in_published = key in wanted
    db.session.flush()
    db.session.execute(
        delete(Link).where(
            Link.source_id == article_id, Link.in_head.is_(False), Link.in_published.is_(False)
        )
    )


def _new_row(article_id: int, link: WikiLink) -> Link:
    return Link(
        source_id=article_id,
        target_language=link.language,
        target_slug=link.slug,
        target_title=link.title[:200],
        in_head=False,
        in_published=False,
    )


def render_linking(change: TargetChange) -> list[tuple[int, Rendered]]:
    """Rerender the newest and published texts that link to what appears or vanishes."""
    texts = {
        revision.id: (revision.body_markdown, language)
        for targets in in_batches(change.appears | change.vanishes)
        for revision, language in _linking_texts(targets)
    }
    rendered = []
    for revision_id, (body, language) in texts.items():
        # This save must not fail because another article's text is too complex; it keeps its HTML.
        with suppress(TooComplex):
            rendered.append((revision_id, render_body(body, language, change)))
    return rendered


def _linking_texts(targets: Sequence[Target]) -> Result[Revision, str]:
    sources = select(Link.source_id).where(
        is_any_pair(Link.target_language, Link.target_slug, targets)
    )
    return db.session.execute(
        select(Revision, Article.language)
        .join(Article, or_(Article.head_id == Revision.id, Article.published_id == Revision.id))
        .where(Article.id.in_(sources))
        .options(undefer(Revision.body_markdown))
    )
