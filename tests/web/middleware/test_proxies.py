"""Believe what a proxy says of a request, as far as it can be true."""

import pytest
from flask import Flask, request

from wiki.web.middleware.proxies import init_proxies


def url_of(count: int, **headers: str) -> str:
    app = Flask("proxied")
    app.config.update(PROXIES=count, BASE_URL="https://wiki.example.org")
    init_proxies(app)
    app.add_url_rule("/", view_func=lambda: f"{request.url} {request.remote_addr}")
    return app.test_client().get("/", headers=headers).text


@pytest.mark.parametrize(
    ("scheme", "shown"),
    [
        ("http", "http"),
        ("https", "https"),
        ("x", "https"),
        ("javascript", "https"),
        ("HTTPS", "https"),
        ("", "http"),
    ],
)
def test_only_schemes_of_the_web_are_believed(scheme: str, shown: str) -> None:
    headers = {"X-Forwarded-Proto": scheme, "X-Forwarded-For": "192.0.2.1"}
    assert url_of(1, **headers) == f"{shown}://localhost/ 192.0.2.1"


def test_without_a_proxy_nothing_is_believed() -> None:
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    assert url_of(0, **headers) == "http://localhost/ 127.0.0.1"
