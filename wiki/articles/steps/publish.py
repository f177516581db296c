"""Take the steps by which readers begin or cease to see a text; no step commits."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Result, or_, select
from sqlalchemy.orm import undefer

from wiki.articles.models import Article, Redirect
from wiki.articles.steps.links import record_links
from wiki.articles.steps.render import Target, TargetChange, in_batches, render_body
from wiki.articles.steps.slugs import fits_title, free_slug, is_taken
from wiki.clock import now
from wiki.db import db, is_any_pair
from wiki.errors import TooComplex
from wiki.links.models import Link
from wiki.markup.render import RENDERER_VERSION, Rendered
from wiki.markup.wikilinks import find_wikilinks
from wiki.revisions.models import Revision


@dataclass(frozen=True)
class Publication:
    """Hold what publishing will write: the address, and the texts whose links come alive."""

    slug: str
    linking: Sequence[tuple[int, Rendered]]


def prepare_publication(article: Article, title: str) -> Publication:
    """Choose the address that follows the title, and render the texts that link there in vain.

    This is the slow part, done before the transaction that writes.
    """
    slug = article.slug
    if not fits_title(slug, title):
        slug = free_slug(article.language, title, article.id)
    if article.is_public and slug == article.slug:
        return Publication(slug, ())
    appears = TargetChange(appears=frozenset({(article.language, slug)}))
    return Publication(slug, render_linking(appears))


def is_slug_free(article: Article, publication: Publication | None) -> bool:
    """Tell, inside the transaction, whether nobody has taken the prepared address meanwhile."""
    if publication is None or publication.slug == article.slug:
        return True
    return not is_taken(article.language, publication.slug, article.id)


def slugs_of(article: Article) -> frozenset[Target]:
    """Return where an article can be found: its address, and all that it had before."""
    former = select(Redirect.language, Redirect.slug).where(Redirect.article_id == article.id)
    targets = {(language, slug) for language, slug in db.session.execute(former)}
    return frozenset(targets | {(article.language, article.slug)})


def apply_publication(article: Article, revision: Revision, publication: Publication) -> None:
    """Show a revision to readers, at the prepared address; the old one leads there for ever."""
    _move(article, publication.slug)
    moment = now()
    article.published_id = revision.id
    article.published_at = moment
    article.first_published_at = article.first_published_at or moment
    revision.published_at = revision.published_at or moment
    links = find_wikilinks(revision.body_markdown, article.language)
    record_links(article.id, links, in_head=True, in_published=True)
    store_rendered(publication.linking)


def _move(article: Article, slug: str) -> None:
    """Give the article its new address; leave a redirect if readers may know the old one."""
    if slug == article.slug:
        return
    own = db.session.get(Redirect, (article.language, slug))
    if own is not None:
        db.session.delete(own)
    if article.first_published_at is not None:
        db.session.add(
            Redirect(language=article.language, slug=article.slug, article_id=article.id)
        )
    article.slug = slug
    db.session.flush()


def render_linking(change: TargetChange) -> list[tuple[int, Rendered]]:
    """Render the texts anew, newest and published, that link to what appears or vanishes."""
    texts = {
        revision.id: (revision.body_markdown, language)
        for targets in in_batches(change.appears | change.vanishes)
        for revision, language in _linking_texts(targets)
    }
    rendered = []
    for revision_id, (body, language) in texts.items():
        # A text of somebody else's that cannot be rendered now keeps its HTML of before.
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


def store_rendered(rendered: Sequence[tuple[int, Rendered]]) -> None:
    """Replace the HTML of texts whose links changed their state."""
    for revision_id, result in rendered:
        revision = db.session.get_one(Revision, revision_id)
        revision.body_html = result.html
        revision.headings = [vars(heading) for heading in result.headings]
        revision.renderer_version = RENDERER_VERSION
