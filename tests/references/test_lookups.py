"""Look DOIs up at a server that speaks as Crossref does, and at servers that mean harm."""

import re
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in
from tests.references.registry import registry
from wiki.outgoing import NotReached, fetch, is_public_address, origin_of
from wiki.references.faults import Fault
from wiki.references.lookups.doi import look_up_doi


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    with registry() as (other, _), registry(other) as (first, seen):
        yield first, other, seen


Servers = tuple[str, str, list[tuple[str, str, str]]]


@pytest.mark.parametrize("name", ["itgg.2006", "moved", "elsewhere"])
def test_a_doi_is_looked_up(servers: Servers, name: str) -> None:
    first, other, seen = servers
    item = look_up_doi(f"10.1162/{name}", (first, other))

    assert item == {
        "type": "article-journal",
        "title": "Social <i>innovation</i> & mer",
        "container-title": "Innovations",
        "author": [
            {"family": "Mulgan", "given": "Geoff", "ORCID": "0000-0002-1825-0097"},
            {"literal": "Region Skåne"},
        ],
        "issued": {"date-parts": [[2006, 4]]},
        "page": "145-162",
        "DOI": f"10.1162/{name}",
    }
    assert seen[-1][2] == "application/vnd.citationstyles.csl+json"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing", "No such DOI is registered"),
        ("down", "The look-up service did not answer"),
        ("long", "The look-up service did not answer"),
        ("circle", "The look-up service did not answer"),
        ("html", "The look-up service says nothing usable"),
        ("denied", "The look-up service says nothing usable"),
        ("torn", "The look-up service says nothing usable"),
        ("list", "The look-up service says nothing usable"),
        ("untitled", "The look-up service says nothing usable"),
        ("nested", "The look-up service says nothing usable"),
        ("elsewhere", "The look-up was sent to a server that this wiki may not ask"),
        ("stranger", "The look-up was sent to a server that this wiki may not ask"),
        ("private", "The look-up was sent to a server that this wiki may not ask"),
        ("metadata", "The look-up was sent to a server that this wiki may not ask"),
        ("file", "The look-up was sent to a server that this wiki may not ask"),
    ],
)
def test_what_cannot_be_had_is_said(servers: Servers, name: str, message: str) -> None:
    with pytest.raises(Fault) as fault:
        look_up_doi(f"10.1000/{name}", (servers[0],))
    assert str(fault.value).startswith(message)


@pytest.mark.long
def test_a_server_that_drips_is_left_in_time(servers: Servers) -> None:
    before = time.monotonic()
    with pytest.raises(NotReached, match="slow"):
        fetch(f"{servers[0]}/drips", lambda _: True, trusted=frozenset([servers[0]]), seconds=0.5)
    assert time.monotonic() - before < 3


def test_a_resolver_that_does_not_answer_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()

    def look_up(*_asked: object, **_more: object) -> list[object]:
        answered.wait(10)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    before = time.monotonic()
    with pytest.raises(NotReached, match="slow"):
        fetch("https://doi.org/10.1000/182", lambda _: True, seconds=0.3)
    assert time.monotonic() - before < 3
    answered.set()


def test_a_name_that_nobody_has_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_asked: object, **_more: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(NotReached, match="unknown"):
        fetch("https://nobody.invalid/", lambda _: True)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "169.254.169.254", "0x7f.1"])
def test_no_private_address_is_asked(servers: Servers, name: str) -> None:
    port = servers[0].rpartition(":")[2]
    count = len(servers[2])
    with pytest.raises(NotReached, match="forbidden"):
        fetch(f"http://{name}:{port}/10.1162/itgg.2006", lambda _: True)
    assert len(servers[2]) == count


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("224.0.0.1", False),
    ],
)
def test_private_addresses_are_known(address: str, *, is_public: bool) -> None:
    assert is_public_address(address) is is_public


def test_an_origin_has_one_form() -> None:
    assert origin_of("HTTPS://Doi.org:443/10.1") == "https://doi.org"
    assert origin_of("http://[::1]:8080/") == "http://[::1]:8080"


@pytest.fixture
def writing(app: Flask, author: Person) -> FlaskClient:
    client = app.test_client()
    log_in(client, author)
    return client


def test_a_doi_that_was_pasted_is_looked_up_and_stored(
    app: Flask, writing: FlaskClient, servers: Servers
) -> None:
    app.config["SOURCE_LOOKUP"] = " ".join(servers[:2])
    text = "10.1162/itgg.2006\n10.1000/nothing\n0-306-40615-2"
    page = writing.post("/sv/sources/new", data={"text": text}).text

    assert "CSL-JSON med en källa. Inget är lagrat än." in page
    assert "Mulgan, Geoff; Region Skåne (2006) · Tidskriftsartikel" in re.sub(r"\s+", " ", page)
    assert "DOI 10.1000/nothing</a>: Ingen sådan DOI är registrerad." in page
    assert "ISBN 9780306406157</a></li>" in page
    hidden = re.findall(r'name="text" value="([^"]+)"', page)[0]
    data = {"text": hidden.replace("&#34;", '"').replace("&amp;", "&"), "entry": "0"}
    data["text"] = data["text"].replace("&lt;", "<").replace("&gt;", ">")
    assert writing.post("/sv/sources/imports", data=data).location == "/sv/sources/mulgan2006"


def test_without_an_answer_the_form_has_the_doi(
    app: Flask, writing: FlaskClient, servers: Servers
) -> None:
    app.config["SOURCE_LOOKUP"] = servers[0]
    page = writing.post(
        "/sv/sources/new", data={"text": "10.1000/down"}, follow_redirects=True
    ).text
    assert "Uppslagstjänsten svarade inte." in page
    assert 'value="10.1000/down"' in page


def test_nobody_is_asked_unless_the_setting_says_whom(
    writing: FlaskClient, servers: Servers
) -> None:
    count = len(servers[2])
    response = writing.post("/sv/sources/new", data={"text": "10.1162/itgg.2006"})
    assert response.location == "/sv/sources/form?DOI=10.1162%2Fitgg.2006"
    assert len(servers[2]) == count
