from datetime import UTC, datetime, timedelta, timezone

import pytest

from wiki.urls import is_web_address, permanent_id


@pytest.mark.parametrize(
    ("text", "is_address"),
    [
        ("https://umu.se", True),
        ("http://127.0.0.1:5000", True),
        ("https://umu.se/a?b=c#d", True),
        ("https://xn--rebro-kva.se/ö", True),
        ("", False),
        ("umu.se", False),
        ("//umu.se", False),
        ("ftp://umu.se", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https:///path", False),
        ("https://umu.se@example.org", False),
        ("https://umu.se:0", False),
        ("https://umu.se:99999", False),
        ("https://[umu.se", False),
        ("https://umu.se/a b", False),
        ("https://umu.se\\@example.org", False),
        ('https://umu.se/"', False),
    ],
)
def test_web_addresses(text: str, is_address: bool) -> None:
    assert is_web_address(text) is is_address


def test_a_permanent_id_tells_things_and_wikis_apart() -> None:
    begun = datetime(2026, 11, 28, 12, tzinfo=UTC)
    event = permanent_id("event", 52, begun)
    assert permanent_id("event", 52, begun.astimezone(timezone(timedelta(hours=1)))) == event
    others = [
        permanent_id("article", 52, begun),
        permanent_id("event", 53, begun),
        permanent_id("event", 52, begun + timedelta(microseconds=1)),
    ]
    assert len({event, *others}) == 4
