"""Send bodies that are small in bytes and expensive to parse."""

import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_user
from wiki.server.body import BrokenBody

_FORM = "application/x-www-form-urlencoded"
_BOUNDARY = "multipart/form-data; boundary=x"
_PARTS = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nA\r\n' * 1_500 + b"--x--"


@pytest.mark.parametrize("address", ["/sv/login", "/sv/logout", "/sv/articles/new?kind=concept"])
@pytest.mark.parametrize(
    "body", [b"a=1&" * 1_000_000, b"%" * 4_000_000, b"a=" + b"%41" * 1_390_000]
)
def test_a_body_of_countless_fields_or_escapes_is_refused_at_once(
    client: FlaskClient, address: str, body: bytes
) -> None:
    began = time.process_time()

    response = client.post(address, data=body, content_type=_FORM)

    assert response.status_code == 413
    assert time.process_time() - began < 1


@pytest.mark.long
def test_a_text_of_256_kb_of_escapes_is_read(app: Flask, client: FlaskClient) -> None:
    log_in(client, make_user("author", app=app))
    body = b"title=x&base=0&body=" + b"%C3%A5" * 131_072

    response = client.post("/sv/articles/new?kind=concept", data=body, content_type=_FORM)

    assert response.status_code == 303


@pytest.mark.parametrize("address", ["/sv/articles/new?kind=concept", "/sv/articles/preview"])
def test_too_many_parts_are_no_failure_on_a_page_that_asks_to_log_in(
    client: FlaskClient, address: str
) -> None:
    response = client.post(address, data=_PARTS, content_type=_BOUNDARY)

    assert response.status_code in {403, 413}


@pytest.mark.parametrize("media_type", ["", "application/x-www-form-urlencoded"])
def test_a_body_that_arrives_broken_is_the_senders_fault(
    client: FlaskClient, media_type: str
) -> None:
    answer = client.post(
        "/sv/login",
        content_type=media_type,
        environ_overrides={"wsgi.input": BrokenBody(OSError("cut off")), "CONTENT_LENGTH": "9"},
    )

    assert answer.status_code == 400
