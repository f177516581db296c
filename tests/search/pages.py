"""Read the search page as a reader does."""

import re
from html import unescape

from flask.testing import FlaskClient

FACET_COUNT = re.compile(
    r'class="facet-text">(?:<span class="dot"[^>]*></span>)?([^<]*)(?:<span.*?</span>)?</span>'
    r'\s*<span class="count">(\d+)<',
    re.DOTALL,
)


def titles(client: FlaskClient, address: str) -> list[str]:
    """Return the titles of the hits, in order."""
    answer = client.get(address)
    assert answer.status_code == 200
    found = re.findall(r'<h2 class="item-title"><a[^>]*>(.*?)</a>', answer.text)
    return [unescape(title) for title in found]


def counts(text: str) -> dict[str, int]:
    """Return the facets' values with their counts."""
    return {unescape(name).strip(): int(count) for name, count in FACET_COUNT.findall(text)}
