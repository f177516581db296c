"""Render an article's text in the sandbox, with where its links lead and what it cites."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from wiki.articles.models import Article, Link, Redirect
from wiki.articles.queries.targets import NO_CHANGE, TargetChange, Wanted, find_targets
from wiki.db import db
from wiki.errors import TooComplex
from wiki.markup.inline.citations import NO_CITATIONS, Citations, Cluster
from wiki.markup.inline.media import Library, find_media
from wiki.markup.limits import TOO_MANY_SOURCES, check_limits
from wiki.markup.parse import find_citations
from wiki.markup.render import RENDERER_VERSION, Rendered
from wiki.markup.sandbox import Sandbox
from wiki.markup.wikilinks import Targets, find_wikilinks
from wiki.media.models import MediaFile, RemovedFile
from wiki.media.queries import find_library
from wiki.memory.queries import find_committed_states, find_states
from wiki.references.models import Source, SourceRedirect
from wiki.references.queries import find_items
from wiki.references.styles.format import format_citations
from wiki.revisions.models import Revision

# To format one takes a millisecond or two, and a list of sources is compared with itself.
_MOST_CITES = 2_000
_MOST_SOURCES = 300
# Where the meanings of names are stored.
_TABLES = (Article, Link, Redirect, Revision, MediaFile, RemovedFile, Source, SourceRedirect)
# Marks a session with what was rendered before, and stored in it.
_STORED = "wiki_stored_texts"


@dataclass(frozen=True)
class Names:
    """The names in a text: the titles that it links to, its pictures and files, its sources."""

    language: str
    titles: frozenset[Wanted]
    media: frozenset[str]
    sources: frozenset[str]


@dataclass(frozen=True)
class Meanings:
    """What the names in a text stand for."""

    targets: Targets
    library: Library
    items: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class RenderedText(Rendered):
    """A rendered text, with what its names stood for, and in which states of the tables."""

    names: Names
    meanings: Meanings
    states: tuple[int, ...] | None


def render_body(
    body: str,
    language: str,
    change: TargetChange = NO_CHANGE,
    known: Mapping[Wanted, int] | None = None,
    *,
    items: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    marks_unknown: bool = False,
) -> RenderedText:
    """Return the clean HTML of a text, its links and what it cites.

    `items` are sources by key that are not stored yet. `marks_unknown` is whether the writer is
    told which sources are unknown. `known` are the articles that the links of a stored text lead to
    already. Raises TooComplex when the text cannot be rendered within the limits.
    """
    check_limits(body)
    states = find_states(_TABLES)
    clusters = find_citations(body, language)
    names = Names(
        language,
        frozenset((link.language, link.title) for link in find_wikilinks(body, language)),
        find_media(body),
        frozenset(cite.key for cluster in clusters for cite in cluster),
    )
    meanings = _find_meanings(names, change, known, items)
    citations = _format_citations(clusters, meanings.items, language, marks_unknown)
    sandbox: Sandbox = current_app.extensions["sandbox"]
    rendered = sandbox.render(body, language, meanings.targets, meanings.library, citations)
    return RenderedText(**vars(rendered), names=names, meanings=meanings, states=states)


def _find_meanings(
    names: Names,
    change: TargetChange = NO_CHANGE,
    known: Mapping[Wanted, int] | None = None,
    items: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> Meanings:
    targets = find_targets(names.titles, change, known)
    existing = frozenset((*link, target.slug) for link, target in targets.items())
    new = {key: items[key.lower()] for key in names.sources if key.lower() in items}
    library = find_library(names.media, names.language)
    return Meanings(existing, library, find_items(names.sources) | new)


def _format_citations(
    clusters: Sequence[Cluster],
    known: Mapping[str, Mapping[str, Any]],
    language: str,
    marks_unknown: bool,
) -> Citations:
    """Return the citations of a text in the style of the site."""
    if not clusters:
        return NO_CITATIONS
    cites = sum(map(len, clusters))
    if known and (cites > _MOST_CITES or len(known) > _MOST_SOURCES):
        raise TooComplex(TOO_MANY_SOURCES)
    style = current_app.config["CITATION_STYLE"]
    return format_citations(clusters, known, style, language, marks_unknown=marks_unknown)


def store_rendered(rendered: Sequence[tuple[int, RenderedText]]) -> None:
    """Store the HTML of rerendered texts, by the ids of their revisions."""
    for revision_id, result in rendered:
        revision = db.session.get_one(Revision, revision_id)
        revision.body_html = result.html
        revision.body_text = result.text
        revision.headings = [vars(heading) for heading in result.headings]
        revision.renderer_version = RENDERER_VERSION
        note_stored(revision_id, result)


def note_stored(revision_id: int, rendered: RenderedText) -> None:
    """Note that a text is stored which was rendered before the transaction; see `take_stored`."""
    db.session.info.setdefault(_STORED, []).append((revision_id, rendered))


def take_stored() -> list[tuple[int, RenderedText]]:
    """Return the texts that were noted and may be out of date, since others have written."""
    stored: list[tuple[int, RenderedText]] = db.session.info.pop(_STORED, [])
    if not stored:
        return []
    states = find_committed_states(_TABLES)
    return [each for each in stored if states is None or each[1].states != states]


def forget_stored(session: Session) -> None:
    """Forget what was noted, after a rollback."""
    session.info.pop(_STORED, None)


def is_out_of_date(rendered: RenderedText, known: Mapping[Wanted, int]) -> bool:
    """Return whether names in a text stand for something else than when it was rendered.

    `known` are the articles that its links lead to now.
    """
    return _find_meanings(rendered.names, known=known) != rendered.meanings
