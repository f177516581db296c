"""Render an article's text in the sandbox, with the knowledge where its links lead."""

from collections.abc import Mapping, Sequence

from flask import current_app

from wiki.articles.queries.targets import NO_CHANGE, TargetChange, Wanted, find_targets
from wiki.db import db
from wiki.markup.inline.media import find_media
from wiki.markup.limits import check_limits
from wiki.markup.render import RENDERER_VERSION, Rendered
from wiki.markup.sandbox import Sandbox
from wiki.markup.wikilinks import find_wikilinks
from wiki.media.queries import find_library
from wiki.revisions.models import Revision


def render_body(
    body: str,
    language: str,
    change: TargetChange = NO_CHANGE,
    kept: Mapping[Wanted, int] | None = None,
) -> Rendered:
    """Return the clean HTML of a text, and its links.

    `kept` are the articles that the links of a stored text lead to already. Raises TooComplex when
    the text cannot be rendered within the limits.
    """
    check_limits(body)
    wanted = {(link.language, link.title) for link in find_wikilinks(body, language)}
    targets = find_targets(wanted, change, kept)
    existing = frozenset((*link, target.slug) for link, target in targets.items())
    library = find_library(find_media(body), language)
    sandbox: Sandbox = current_app.extensions["sandbox"]
    rendered = sandbox.render(body, language, existing, library)
    return rendered


def store_rendered(rendered: Sequence[tuple[int, Rendered]]) -> None:
    """Store the HTML of rerendered texts, by the ids of their revisions."""
    for revision_id, result in rendered:
        revision = db.session.get_one(Revision, revision_id)
        revision.body_html = result.html
        revision.headings = [vars(heading) for heading in result.headings]
        revision.renderer_version = RENDERER_VERSION
