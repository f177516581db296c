"""Keep the table of links true, inside the transaction of the text that holds them."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from wiki.db import db
from wiki.links.models import Link
from wiki.markup.wikilinks import WikiLink


def record_links(
    article_id: int, links: Iterable[WikiLink], *, in_head: bool, in_published: bool
) -> None:
    """Replace the article's links of its newest text, its published text, or both.

    The caller commits.
    """
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
