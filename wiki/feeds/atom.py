"""Write Atom feeds (RFC 4287)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class FeedEntry:
    """An entry; its `url` is absolute, and its permanent id.

    `published_at` is its first publication, `updated_at` its latest.
    """

    url: str
    title: str
    summary: str
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Feed:
    """A feed; `url` is its page and `own_url` the feed itself, both absolute."""

    title: str
    language: str
    url: str
    own_url: str
    author: str
    entries: Sequence[FeedEntry]


def write_atom(feed: Feed, updated_at: datetime) -> bytes:
    """Return the feed as XML; `updated_at` is used when it has no entries."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {"xml:lang": feed.language})
    _add(root, "id", feed.own_url)
    _add(root, "title", feed.title)
    newest = max((entry.updated_at for entry in feed.entries), default=updated_at)
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
    _add(element, "id", entry.url)
    _add(element, "title", entry.title)
    _add(element, "published", entry.published_at.isoformat())
    _add(element, "updated", entry.updated_at.isoformat())
    _add(element, "link", None, rel="alternate", type="text/html", href=entry.url)
    _add(element, "summary", entry.summary)


def _add(parent: ElementTree.Element, name: str, text: str | None, **attributes: str) -> None:
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text
