"""Write sitemaps (sitemaps.org protocol 0.9), with the languages of each page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree import ElementTree

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
# The protocol's own limit for one file.
MOST_PAGES = 50_000


@dataclass(frozen=True)
class SitePage:
    """Hold one page: its absolute address, when it changed, its addresses by language."""

    url: str
    changed_at: datetime | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)


def write_sitemap(pages: Iterable[SitePage]) -> bytes:
    """Return the sitemap as XML."""
    ElementTree.register_namespace("", _SITEMAP)
    ElementTree.register_namespace("xhtml", _XHTML)
    root = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    for page in pages:
        element = ElementTree.SubElement(root, f"{{{_SITEMAP}}}url")
        ElementTree.SubElement(element, f"{{{_SITEMAP}}}loc").text = page.url
        if page.changed_at is not None:
            changed = ElementTree.SubElement(element, f"{{{_SITEMAP}}}lastmod")
            changed.text = page.changed_at.isoformat(timespec="seconds")
        for language, url in page.alternates.items():
            attributes = {"rel": "alternate", "hreflang": language, "href": url}
            ElementTree.SubElement(element, f"{{{_XHTML}}}link", attributes)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
