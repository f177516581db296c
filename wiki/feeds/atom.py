"""Write Atom feeds (RFC 4287)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class FeedEntry:
    """An entry; its `url` is absolute, its `id` the same whatever the URL is.

    `published_at` is its first publication, `updated_at` its latest.
    """

    id: str
    url: str
    title: str
    summary: str
    published_at: datetime
    updated_at: datetime
    authors: Sequence[str] = ()


@dataclass(frozen=True)
class Feed:
    """A feed; `url` is its page and `own_url` the feed itself, both absolute.

    `created_at` is when it was last updated as long as it has no entries.
    """

    id: str
    title: str
    language: str
    url: str
    own_url: str
    author: str
    created_at: datetime
    entries: Sequence[FeedEntry]


def write_atom(feed: Feed) -> bytes:
    """Return the feed as XML."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {"xml:lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    newest = max((entry.updated_at for entry in feed.entries), default=feed.created_at)
    _add(root, "updated", newest.isoformat())
    _add(root, "link", None, rel="self", type="application/atom+xml", href=feed.own_url)
    _add(root, "link", None, rel="alternate", type="text/html", href=feed.url)
    author = ElementTree.SubElement(root, f"{{{_ATOM}}}author")
    _add(author, "name", feed.author)
    for entry in feed.entries:
        _add_entry(root, entry)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_entry(root: ElementTree.Element, entry: FeedEntry) -> None:
    element = ElementTree.SubElement(root, f"{{{_ATOM}}}entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "published", entry.published_at.isoformat())
    _add(element, "updated", entry.updated_at.isoformat())
    for name in entry.authors:
        _add(ElementTree.SubElement(element, f"{{{_ATOM}}}author"), "name", name)
    _add(element, "link", None, rel="alternate", type="text/html", href=entry.url)
    _add(element, "summary", entry.summary)


def _add(parent: ElementTree.Element, name: str, text: str | None, **attributes: str) -> None:
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text
