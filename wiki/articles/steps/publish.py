"""Publish a revision in steps; no step commits."""

from collections.abc import Sequence
from dataclasses import dataclass

from wiki.articles.models import Article
from wiki.articles.steps.links import record_links, render_linking
from wiki.articles.steps.redirects import move_article
from wiki.articles.steps.render import TargetChange, store_rendered
from wiki.articles.steps.slugs import fits_title, free_slug, is_taken
from wiki.clock import now
from wiki.markup.render import Rendered
from wiki.markup.wikilinks import find_wikilinks
from wiki.revisions.models import Revision


@dataclass(frozen=True)
class Publication:
    """What publishing will write: the slug, and the new HTML of the texts that link to it."""

    slug: str
    linking: Sequence[tuple[int, Rendered]]


def prepare_publication(article: Article, title: str) -> Publication:
    """Choose the slug that fits the title, and rerender the texts that link to it already.

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
    """Return, inside the transaction, whether the prepared slug is still free."""
    if publication is None or publication.slug == article.slug:
        return True
    return not is_taken(article.language, publication.slug, article.id)


def apply_publication(article: Article, revision: Revision, publication: Publication) -> None:
    """Show a revision to readers at the prepared slug; the old slug redirects to it for good."""
    move_article(article, publication.slug)
    moment = now()
    article.published_id = revision.id
    article.published_at = moment
    article.first_published_at = article.first_published_at or moment
    revision.published_at = revision.published_at or moment
    links = find_wikilinks(revision.body_markdown, article.language)
    record_links(article.id, links, in_head=True, in_published=True)
    store_rendered(publication.linking)
