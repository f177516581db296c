"""Render an article's text in the sandbox, with the knowledge which of its links lead somewhere."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Result, select

from wiki.articles.models import Article, Redirect
from wiki.articles.queries.articles import is_public
from wiki.db import db, is_any_pair
from wiki.markup.limits import check_limits
from wiki.markup.render import RENDERER_VERSION, Rendered
from wiki.markup.wikilinks import find_wikilinks
from wiki.revisions.models import Revision

Target = tuple[str, str]

# SQLite takes 32,766 values per statement; each target is in two selects.
_BATCH = 1_000


@dataclass(frozen=True)
class TargetChange:
    """The targets that become public, or stop being public, in the current transaction."""

    appears: frozenset[Target] = frozenset()
    vanishes: frozenset[Target] = frozenset()


NO_CHANGE = TargetChange()


def render_body(body: str, language: str, change: TargetChange = NO_CHANGE) -> Rendered:
    """Return the clean HTML of a text, and its links.

    Raises TooComplex when the text cannot be rendered within the limits.
    """
    check_limits(body)
    wanted = {(link.language, link.slug) for link in find_wikilinks(body, language)}
    existing = (public_targets(wanted) | (wanted & change.appears)) - change.vanishes
    rendered: Rendered = current_app.extensions["sandbox"].render(body, language, existing)
    return rendered


def public_targets(wanted: Collection[Target]) -> frozenset[Target]:
    """Return those of the (language, slug) pairs that readers can open."""
    return frozenset(
        (language, slug) for batch in in_batches(wanted) for language, slug in _public(batch)
    )


def _public(wanted: Sequence[Target]) -> Result[str, str]:
    own = select(Article.language, Article.slug).where(
        is_any_pair(Article.language, Article.slug, wanted), is_public()
    )
    former = (
        select(Redirect.language, Redirect.slug)
        .join(Article, Article.id == Redirect.article_id)
        .where(is_any_pair(Redirect.language, Redirect.slug, wanted), is_public())
    )
    return db.session.execute(own.union(former))


def in_batches(targets: Collection[Target]) -> Iterator[Sequence[Target]]:
    """Split targets into lists that any database takes as the values of a statement."""
    ordered = sorted(targets)
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]


def store_rendered(rendered: Sequence[tuple[int, Rendered]]) -> None:
    """Store the HTML of rerendered texts, by the ids of their revisions."""
    for revision_id, result in rendered:
        revision = db.session.get_one(Revision, revision_id)
        revision.body_html = result.html
        revision.headings = [vars(heading) for heading in result.headings]
        revision.renderer_version = RENDERER_VERSION
