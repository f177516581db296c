"""Parse HTML as a browser does, and assert that it is harmless."""

import re
from collections import Counter
from html import unescape
from xml.etree.ElementTree import Element

import html5lib

# Written here, not imported: a mistake in the allow-list must fail a test.
_TAGS = (
    "p br hr blockquote h2 h3 h4 h5 h6 em strong del code pre abbr ul ol li dl dt dd"
    " table thead tbody tr th td a img figure figcaption sup section div input"
)
_ATTRIBUTES = (
    "href title class rel hreflang lang role aria-label src alt loading width height"
    " id start scope tabindex dir type disabled checked"
)
HARMLESS_TAGS = set(_TAGS.split())
HARMLESS_ATTRIBUTES = set(_ATTRIBUTES.split())
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")


def parse(html: str, container: str = "div") -> Element:
    """Parse a fragment of HTML by the algorithm of the HTML standard."""
    fragment: Element = html5lib.parseFragment(
        html, container=container, treebuilder="etree", namespaceHTMLElements=False
    )
    return fragment


def assert_harmless(html: str) -> None:
    """Assert that no element, attribute or URL in the HTML is active or unknown."""
    ids: Counter[str] = Counter()
    for element in parse(html).iter():
        tag = element.tag
        if tag == "DOCUMENT_FRAGMENT":
            continue
        assert isinstance(tag, str), f"a comment: {html}"
        assert tag in HARMLESS_TAGS, f"<{tag}>: {html}"
        for name, value in element.attrib.items():
            assert name in HARMLESS_ATTRIBUTES, f"{name}={value!r}: {html}"
        ids.update([element.attrib["id"]] if "id" in element.attrib else [])
        _assert_url(element, html)
        if tag == "input":
            assert element.get("type") == "checkbox", html
            assert "disabled" in element.attrib, html
    assert all(re.fullmatch(r"(?:s|fn|fnref)-[a-z0-9-]+", name) for name in ids), html
    assert not [name for name, times in ids.items() if times > 1], html


def _assert_url(element: Element, html: str) -> None:
    """Assert that a link or picture has an allowed URL."""
    if element.tag == "a":
        url = _IGNORED_BY_BROWSERS.sub("", unescape(element.get("href", ""))).lower()
        assert url, f"an empty URL: {html}"
        scheme = _SCHEME.match(url)
        assert not scheme or scheme[0] in ("http:", "https:", "mailto:"), html
        if url.startswith(("http:", "https:", "//", "\\", "/\\")):
            assert element.get("rel") == "nofollow ugc noopener", html
            assert "external" in element.get("class", "").split(), html
        assert not [inner for inner in element.iter("a") if inner is not element], html
    if element.tag == "img":
        assert re.fullmatch(r"/(?:media|static)/[^\\?#]+", element.get("src", "")), html
        assert ".." not in element.get("src", "").lower().replace("%2e", "."), html
        assert "alt" in element.attrib, html
