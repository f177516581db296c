"""Show readers another revision than the newest, or none at all, in steps; no step commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from wiki.articles.models import Article
from wiki.articles.queries.targets import TargetChange, find_place
from wiki.articles.steps.links import record_links, relink, render_linking, store_linking
from wiki.articles.steps.publish import Publication, change_by, prepare_publication
from wiki.articles.steps.redirects import move_article
from wiki.articles.steps.render import RenderedText, render_body, store_rendered
from wiki.db import db
from wiki.markup.slugs import slugify
from wiki.markup.wikilinks import WikiLink
from wiki.media.steps import record_uses
from wiki.references.steps.citations import store_citations
from wiki.revisions.models import Revision


@dataclass(frozen=True)
class Switch:
    """What a switch will write: the revision that is shown then, and new HTML."""

    revision: Revision | None
    rendered: list[tuple[int, RenderedText]]
    publication: Publication


def find_former(article: Article, current: Revision) -> Revision | None:
    """Return what readers saw before the current revision, or None if they saw nothing."""
    return db.session.scalars(
        select(Revision)
        .where(
            Revision.article_id == article.id,
            Revision.number < current.number,
            Revision.published_at.is_not(None),
            Revision.hidden_at.is_(None),
        )
        .order_by(Revision.number.desc())
        .limit(1)
        .options(undefer(Revision.body_markdown))
    ).first()


def prepare_switch(article: Article, revision: Revision | None) -> Switch:
    """Render what readers will see, and the texts that link to an article which goes.

    The stored HTML may be old: only newest and published texts follow what they link to.
    """
    if revision is None:
        place = replace(find_place(article), is_public=False)
        change = TargetChange((place,), place.keys)
        return Switch(None, [], Publication(article.slug, render_linking(change), change))
    publication = prepare_publication(article, revision.title)
    rendered = render_body(revision.body_markdown, article.language, change_by(publication))
    return Switch(revision, [(revision.id, rendered)], publication)


def apply_switch(article: Article, switch: Switch, published_at: datetime | None) -> None:
    """Show the revision, at the slug of its title; the slug until now redirects to it."""
    links: Sequence[WikiLink] = ()
    media: Sequence[str] = ()
    facts: Mapping[str, Any] = {}
    cited: Sequence[str] = ()
    if switch.revision is not None:
        move_article(article, switch.publication.slug)
        article.title_slug = slugify(switch.revision.title)
        rendered, facts = switch.rendered[0][1], switch.revision.facts
        links, media, cited = rendered.wikilinks, rendered.media, rendered.cited
    article.published_id = switch.revision.id if switch.revision else None
    article.published_at = published_at
    record_links(article.id, links, is_head=False)
    record_uses(article.id, media, facts, is_head=False)
    store_citations(article.id, cited, is_head=False)
    relink(switch.publication.change)
    store_linking(switch.publication.linking, article.id)
    store_rendered(switch.rendered)
