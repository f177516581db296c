"""Refuse answers that are forged, replayed or meant for others, and say so in the log."""

import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_user
from tests.oidc.conftest import set_providers
from tests.oidc.provider import (
    SECOND_KEY,
    Claims,
    Provider,
    running,
    signed_with_public_key,
    unsigned,
)
from tests.oidc.steps import START, begin, log_in_by, said, who
from wiki.accounts.models import SpentToken
from wiki.db import db

NOW = int(time.time())
Spoil = Callable[[Claims], Claims]


@pytest.fixture(autouse=True)
def sara(app: Flask) -> Person:
    return make_user("editor", "Sara Dahlin", "sara@mau.example", app=app)


def without(*names: str) -> Spoil:
    return lambda claims: {key: value for key, value in claims.items() if key not in names}


def change(**values: Any) -> Spoil:
    return lambda claims: {**claims, **values}


FORGED: list[tuple[str, Spoil]] = [
    ("issuer", change(iss="https://evil.example")),
    ("issuer", without("iss")),
    ("audience", change(aud="another")),
    ("audience", change(aud=["another", "third"])),
    ("audience", without("aud")),
    ("party", change(aud=["wiki", "another"])),
    ("party", change(aud=["wiki", "another"], azp="another")),
    ("party", change(azp="another")),
    ("expired", change(exp=NOW - 3_600)),
    ("expired", without("exp")),
    ("expired", change(exp="soon")),
    ("issued", change(iat=NOW - 90_000)),
    ("issued", change(iat=NOW + 9_000)),
    ("issued", change(iat=float("1e300"))),
    ("early", change(nbf=NOW + 9_000)),
    ("nonce", change(nonce="another")),
    ("nonce", without("nonce")),
    ("nonce", change(nonce=["a"])),
    ("subject", without("sub")),
    ("subject", change(sub="x" * 256)),
    ("subject", change(sub=7)),
    ("email", change(email_verified=False)),
    ("email", change(email_verified="true")),
    ("email", without("email_verified")),
    ("email", without("email")),
    ("email", change(email=["sara@mau.example"])),
    ("domain", change(email="sara@elsewhere.example")),
    ("domain", change(email="sara@mau.example.evil.example")),
    ("domain", change(email="sara@mau.example@evil.example")),
]


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(("reason", "spoil"), FORGED)
def test_a_wrong_claim_is_refused_and_logged(
    client: FlaskClient,
    provider: Provider,
    caplog: pytest.LogCaptureFixture,
    reason: str,
    spoil: Spoil,
) -> None:
    provider.spoil = spoil
    with caplog.at_level("INFO", "wiki.security"):
        answer = log_in_by(client, provider)
    assert (answer.status_code, answer.location) == (303, "/sv/login")
    assert who(client) is None
    (line,) = [record.getMessage() for record in caplog.records if "oidc" in record.message]
    assert f'reason="{reason}"' in line
    assert "sara" not in line


def test_the_same_answer_unspoilt_lets_in(
    client: FlaskClient, provider: Provider, sara: Person
) -> None:
    provider.spoil = change(aud=["wiki", "another"], azp="wiki")
    log_in_by(client, provider)
    assert who(client) == sara.user_id


@pytest.mark.long
@pytest.mark.parametrize(
    "sign",
    [
        unsigned,
        signed_with_public_key,
        lambda _claims: "a.b.c",
        lambda _claims: "x" * 30_000,
        lambda _claims: "",
    ],
)
def test_a_forged_signature_is_refused(
    client: FlaskClient,
    provider: Provider,
    sign: Callable[[Claims], str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    provider.sign = sign
    with caplog.at_level("INFO", "wiki.security"):
        answer = log_in_by(client, provider)
    assert (answer.status_code, answer.location) == (303, "/sv/login")
    assert who(client) is None
    assert "oidc.refused" in caplog.text


def test_a_key_of_somebody_else_is_refused(client: FlaskClient, provider: Provider) -> None:
    provider.key = SECOND_KEY  # the provider does not show it
    log_in_by(client, provider)
    assert who(client) is None


def test_an_answer_is_taken_once(
    app: Flask, client: FlaskClient, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    address = begin(client)
    cookie = client.get_cookie("form")
    assert cookie
    answer = provider.answer_to(address)
    asked = dict(provider.codes)
    client.get(answer)
    assert who(client) is not None
    # Somebody has copied the address and the cookie, and the provider gives tokens again.
    thief = app.test_client()
    thief.set_cookie("form", cookie.value)
    provider.codes |= asked
    with caplog.at_level("INFO", "wiki.security"):
        assert thief.get(answer).location == "/sv/login"
    assert who(thief) is None
    assert 'reason="replayed"' in caplog.text
    with app.app_context():
        assert db.session.query(SpentToken).count() == 1


@pytest.mark.parametrize("query", ["", "?state=x&code=y", "?state=&code=", "?error=access_denied"])
def test_an_answer_to_no_question_is_refused(
    client: FlaskClient, provider: Provider, query: str
) -> None:
    assert client.get(f"/oidc/malmo/callback{query}").status_code == 303
    begin(client)
    assert client.get(f"/oidc/malmo/callback{query}").status_code == 303
    assert who(client) is None
    assert client.get(f"/oidc/unknown/callback{query}").status_code == 404


def test_the_answer_to_another_browser_is_refused(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    answer = provider.answer_to(begin(client))
    victim = app.test_client()
    assert victim.get(answer).status_code == 303
    assert who(victim) is None
    begin(victim)
    assert victim.get(answer).status_code == 303
    assert who(victim) is None


def test_the_answer_of_one_provider_is_not_that_of_another(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    with running() as evil:
        set_providers(app, provider, evil=evil)
        # Our browser asked the bad one, which leads to the good one and wants its code.
        address = begin(client, "/sv/login/with/evil")
        stolen = provider.answer_to(address)
        assert "/oidc/evil/callback" in stolen
        client.get(stolen)  # it says whose it is
        assert who(client) is None
        begin(client, "/sv/login/with/evil")
        client.get(stolen.replace("/evil/", "/malmo/"))
        assert who(client) is None
        assert "/token" not in evil.asked


def test_a_provider_that_says_who_it_is_must_do_so(client: FlaskClient, provider: Provider) -> None:
    provider.about = {"authorization_response_iss_parameter_supported": True}
    answer = provider.answer_to(begin(client))
    client.get(answer.partition("&iss=")[0])
    assert who(client) is None


def test_who_breaks_off_is_told_so(client: FlaskClient, provider: Provider) -> None:
    answer = provider.answer_to(begin(client)).replace("code=code-0", "error=access_denied")
    assert "Du har avbrutit" in said(client, client.get(answer))


def test_an_old_question_is_refused(client: FlaskClient, provider: Provider) -> None:
    answer = provider.answer_to(begin(client))
    with client.session_transaction() as session:
        session["oidc"] = {**session["oidc"], "at": NOW - 2_000}
    assert "tog för lång tid" in said(client, client.get(answer))


def send(status: int, body: bytes, *headers: tuple[str, str]) -> Callable[[Any], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers:
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


FAULTS = [
    send(500, b"{}"),
    send(200, b"not json"),
    send(200, b"[1]"),
    send(200, b"[" * 100_000),
    send(200, b"{}" + b" " * 1_100_000),
    send(302, b"", ("Location", "http://169.254.169.254/latest/meta-data")),
    lambda handler: handler.wfile.write(b"\x00\x01\x02\r\n\r\n"),
]


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/jwks"])
def test_a_provider_that_is_broken_breaks_nothing(
    client: FlaskClient, provider: Provider, path: str, fault: Callable[[Any], None]
) -> None:
    provider.faults[path] = fault
    answer = client.get(START)
    if urlsplit(answer.location).path == "/authorize":
        answer = client.get(provider.answer_to(answer.location))
    page = said(client, answer)
    assert "svarar inte just nu" in page
    assert "Lösenord" in page
    assert who(client) is None


def test_a_provider_that_is_down_is_not_asked_by_everybody(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    provider.faults["/.well-known/openid-configuration"] = send(503, b"")
    for _ in range(3):
        assert "svarar inte just nu" in said(client, client.get(START))
    assert provider.asked == ["/.well-known/openid-configuration"]


@pytest.mark.long
@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://10.0.0.1/token"},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"jwks_uri": "https://10.0.0.1/jwks"},
        {"token_endpoint": "https://127.0.0.1:1/token"},
    ],
)
def test_a_provider_leads_us_to_no_other_place(
    client: FlaskClient, provider: Provider, about: dict[str, Any]
) -> None:
    provider.about = about
    answer = client.get(START)
    if urlsplit(answer.location).path == "/authorize":
        answer = client.get(provider.answer_to(answer.location))
    assert "svarar inte just nu" in said(client, answer)
