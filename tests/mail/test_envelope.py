"""Make messages of what is stored."""

from email.headerregistry import Address

import pytest

from wiki.clock import now
from wiki.mail.envelope import Parcel, compose

SENDER = Address("Wikin", addr_spec="wiki@example.org")


def wire(stop_url: str = "", subject: str = "Hej", name: str = "Åsa") -> str:
    parcel = Parcel(
        1, "asa@example.org", name, "sv", subject, "Text å.", "<p>x", "ab12", now(), stop_url
    )
    return compose(parcel, SENDER, "wiki.example.org").as_bytes().decode("ascii")


def test_a_long_link_to_stop_stays_whole() -> None:
    url = f"https://wiki.socialinnovation.example.org/sv/notices/stop/{'x' * 200}"
    assert f"\r\nList-Unsubscribe: <{url}>\r\n" in wire(url)


def test_a_link_that_breaks_its_line_is_refused() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        wire("https://wiki.example.org/x\r\nBcc: x@example.org")


def test_long_headers_are_folded_and_encoded() -> None:
    lines = wire(subject="Välkommen åter " * 12, name="Å" * 60).split("\r\n")
    assert max(map(len, lines)) <= 78
