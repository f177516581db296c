"""Write sitemaps (sitemaps.org protocol 0.9), with the languages of each page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_HEAD = f'{_XML}<urlset xmlns="{_SITEMAP}" xmlns:xhtml="{_XHTML}">\n'.encode()
_FOOT = b"</urlset>\n"
# The protocol's limits for a file, the second before compression.
MOST_PAGES = 50_000
MOST_BYTES = 52_428_800


@dataclass(frozen=True)
class SitePage:
    """A page: its absolute URL, when it changed, and its URLs by language."""

    url: str
    changed_at: datetime | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)


def write_sitemaps(
    pages: Iterable[SitePage], most_pages: int = MOST_PAGES, most_bytes: int = MOST_BYTES
) -> Iterator[bytes]:
    """Yield the sitemaps of the pages in order, as many as the limits require."""
    entries: list[bytes] = []
    size = len(_HEAD) + len(_FOOT)
    for page in pages:
        entry = _write_page(page)
        if entries and (len(entries) == most_pages or size + len(entry) > most_bytes):
            yield b"".join((_HEAD, *entries, _FOOT))
            entries, size = [], len(_HEAD) + len(_FOOT)
        entries.append(entry)
        size += len(entry)
    yield b"".join((_HEAD, *entries, _FOOT))


def _write_page(page: SitePage) -> bytes:
    parts = [f"<loc>{escape(page.url)}</loc>"]
    if page.changed_at is not None:
        parts.append(f"<lastmod>{page.changed_at.isoformat(timespec='seconds')}</lastmod>")
    parts += [
        f'<xhtml:link rel="alternate" hreflang={quoteattr(language)} href={quoteattr(url)}/>'
        for language, url in page.alternates.items()
    ]
    return f"<url>{''.join(parts)}</url>\n".encode()


def write_index(urls: Iterable[str]) -> bytes:
    """Return the index of the sitemaps at these absolute URLs."""
    parts = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>\n" for url in urls)
    return f'{_XML}<sitemapindex xmlns="{_SITEMAP}">\n{parts}</sitemapindex>\n'.encode()
