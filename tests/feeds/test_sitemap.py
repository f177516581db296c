"""Test that sitemaps respect the limits of the protocol."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain
from xml.etree import ElementTree

import pytest

from wiki.feeds.sitemap import MOST_BYTES, MOST_PAGES, SitePage, write_index, write_sitemaps

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def pages(count: int) -> list[SitePage]:
    return [SitePage(f"https://example.org/{number:05}") for number in range(count)]


def addresses(files: Sequence[bytes]) -> list[list[str]]:
    return [
        [loc.text or "" for loc in ElementTree.fromstring(file).iter(f"{SITEMAP}loc")]
        for file in files
    ]


def test_a_page_says_when_it_changed_and_its_other_languages() -> None:
    url = "https://example.org/sv/?a=1&b=<2>"
    moment = datetime(2026, 5, 4, 3, 2, 1, 999, tzinfo=UTC)
    [file] = write_sitemaps([SitePage(url, moment, {"sv": url, "en": 'https://e.org/"å"'})])

    [page] = ElementTree.fromstring(file)
    assert page.findtext(f"{SITEMAP}loc") == url
    assert page.findtext(f"{SITEMAP}lastmod") == "2026-05-04T03:02:01+00:00"
    links = [link.attrib for link in page.iter(f"{XHTML}link")]
    assert links == [
        {"rel": "alternate", "hreflang": "sv", "href": url},
        {"rel": "alternate", "hreflang": "en", "href": 'https://e.org/"å"'},
    ]


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, [0]), (1, [1]), (3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])]
)
def test_no_file_has_more_pages_than_allowed(count: int, sizes: list[int]) -> None:
    found = addresses(list(write_sitemaps(pages(count), most_pages=3)))

    assert [len(part) for part in found] == sizes
    assert list(chain(*found)) == [page.url for page in pages(count)]


def test_no_file_is_larger_than_allowed() -> None:
    [whole] = write_sitemaps(pages(3))
    files = list(write_sitemaps(pages(7), most_bytes=len(whole)))
    smaller = list(write_sitemaps(pages(7), most_bytes=len(whole) - 1))

    assert [len(part) for part in addresses(files)] == [3, 3, 1]
    assert [len(part) for part in addresses(smaller)] == [2, 2, 2, 1]
    assert max(map(len, files)) == len(whole)


@pytest.mark.long
def test_the_limits_are_those_of_the_protocol() -> None:
    long = "x" * 1000
    full, rest = write_sitemaps(pages(50_001))
    by_size = list(write_sitemaps(SitePage(page.url, None, {"sv": long}) for page in pages(50_000)))

    assert (MOST_PAGES, MOST_BYTES) == (50_000, 50 * 1024 * 1024)
    assert (full.count(b"<url>"), rest.count(b"<url>")) == (50_000, 1)
    assert len(by_size) == 2
    assert 50 * 1024 * 1024 - 2000 < len(by_size[0]) <= 50 * 1024 * 1024


def test_an_index_names_its_files() -> None:
    index = ElementTree.fromstring(write_index(["https://e.org/1?a&b", "https://e.org/2"]))

    assert index.tag == f"{SITEMAP}sitemapindex"
    assert [loc.text for loc in index.iter(f"{SITEMAP}loc")] == [
        "https://e.org/1?a&b",
        "https://e.org/2",
    ]
