import pytest

from wiki.urls import is_web_address


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
