"""Find the links of texts to sections of an article, whether these sections are there or not."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import select, true

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Link
from wiki.articles.queries.articles import is_visible
from wiki.db import db
from wiki.errors import TooComplex
from wiki.markup.slugs import ANCHOR_PREFIX
from wiki.markup.wikilinks import find_section_links, section_slug
from wiki.revisions.models import Revision

# What may be a link to a section; whether it is one, the parser says.
_MAYBE = re.compile(r"\[\[[^\[\]|]{0,300}?#([^\[\]|]{1,300})")


@dataclass(frozen=True)
class SectionLink:
    """A link in the newest text of another article: what it names, and the section by its id."""

    source_id: int
    title: str
    name: tuple[str, str]
    section: str
    anchor: str


def list_section_links(
    article: Article,
    is_wanted: Callable[[str], bool],
    viewer: Viewer,
    source_id: int | None = None,
) -> list[SectionLink]:
    """List the links of other articles to those sections of an article whose ids are wanted.

    With `source_id`, only those of one of them.
    """
    of_source = Link.source_id == source_id if source_id is not None else true()
    rows = db.session.execute(
        select(Link.source_id, Link.target_language, Link.target_title)
        .add_columns(Revision.title, Article.language, Revision.body_markdown)
        .join(Article, Article.id == Link.source_id)
        .join(Revision, Revision.id == Article.head_id)
        .where(Link.target_id == article.id, Link.in_head, Link.source_id != article.id)
        .where(Article.archived_at.is_(None), is_visible(viewer))
        .where(Revision.body_markdown.contains("#"), of_source)
        .order_by(Revision.sort_key, Link.id)
    )
    found = []
    for source, named_language, named_title, title, language, body in rows:
        if not any(is_wanted(_anchor(section)) for section in _MAYBE.findall(body)):
            continue
        with suppress(TooComplex):
            named = (named_language, named_title)
            for match in find_section_links(body, language, {named}):
                name = (match.link.language, match.link.title) if match.link else None
                anchor = ANCHOR_PREFIX + match.anchor
                if name == named and is_wanted(anchor):
                    link = SectionLink(source, title, name, match.section.strip(), anchor)
                    found.append(link)
    return list(dict.fromkeys(found))


def _anchor(section: str) -> str:
    return ANCHOR_PREFIX + section_slug(section)


def list_lost_sections(article: Article, viewer: Viewer) -> dict[int, list[str]]:
    """Return for other articles which sections they link to that the shown text does not have.

    Readers are not told: their links lead to the top of the article.
    """
    if viewer.is_anonymous:
        return {}
    known = {heading.anchor for heading in article.shown.outline}
    found: dict[int, list[str]] = {}
    for link in list_section_links(article, lambda anchor: anchor not in known, viewer):
        found.setdefault(link.source_id, []).append(link.section)
    return found
