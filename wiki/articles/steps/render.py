"""Render an article's text in the sandbox, with where its links lead and what it cites."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask import current_app

from wiki.articles.queries.targets import NO_CHANGE, TargetChange, Wanted, find_targets
from wiki.db import db
from wiki.errors import TooComplex
from wiki.markup.inline.citations import NO_CITATIONS, Citations
from wiki.markup.inline.media import find_media
from wiki.markup.limits import TOO_MANY_SOURCES, check_limits
from wiki.markup.parse import find_citations
from wiki.markup.render import RENDERER_VERSION, Rendered
from wiki.markup.sandbox import Sandbox
from wiki.markup.wikilinks import find_wikilinks
from wiki.media.queries import find_library
from wiki.references.queries import find_items
from wiki.references.styles.format import format_citations
from wiki.revisions.models import Revision

# To format one takes a millisecond or two, and a list of sources is compared with itself.
_MOST_CITES = 2_000
_MOST_SOURCES = 300


def render_body(
    body: str,
    language: str,
    change: TargetChange = NO_CHANGE,
    kept: Mapping[Wanted, int] | None = None,
    *,
    items: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    marks_unknown: bool = False,
) -> Rendered:
    """Return the clean HTML of a text, its links and what it cites.

    `items` are sources by key that are not stored yet. `marks_unknown` is whether the writer is
    told which sources are unknown. `kept` are the articles that the links of a stored text lead to
    already. Raises TooComplex when the text cannot be rendered within the limits.
    """
    check_limits(body)
    wanted = {(link.language, link.title) for link in find_wikilinks(body, language)}
    targets = find_targets(wanted, change, kept)
    existing = frozenset((*link, target.slug) for link, target in targets.items())
    library = find_library(find_media(body), language)
    sandbox: Sandbox = current_app.extensions["sandbox"]
    citations = _format_citations(body, language, items, marks_unknown)
    rendered = sandbox.render(body, language, existing, library, citations)
    return rendered


def _format_citations(
    body: str, language: str, items: Mapping[str, Mapping[str, Any]], marks_unknown: bool
) -> Citations:
    """Return the citations of a text in the style of the site."""
    clusters = find_citations(body, language)
    if not clusters:
        return NO_CITATIONS
    keys = [cite.key for cluster in clusters for cite in cluster]
    known = find_items(set(keys)) | {
        key: items[key.lower()] for key in keys if key.lower() in items
    }
    if known and (len(keys) > _MOST_CITES or len(known) > _MOST_SOURCES):
        raise TooComplex(TOO_MANY_SOURCES)
    style = current_app.config["CITATION_STYLE"]
    return format_citations(clusters, known, style, language, marks_unknown=marks_unknown)


def store_rendered(rendered: Sequence[tuple[int, Rendered]]) -> None:
    """Store the HTML of rerendered texts, by the ids of their revisions."""
    for revision_id, result in rendered:
        revision = db.session.get_one(Revision, revision_id)
        revision.body_html = result.html
        revision.headings = [vars(heading) for heading in result.headings]
        revision.renderer_version = RENDERER_VERSION
