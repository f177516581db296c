"""The host that a request names, and one that names none."""

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app


@pytest.mark.parametrize(
    ("host", "protocol", "path", "status"),
    [
        ("LOCALHOST", "HTTP/1.1", "/sv/", 200),
        ("", "HTTP/1.1", "/sv/", 400),
        (None, "HTTP/1.1", "/sv/", 400),
        (None, "HTTP/1.0", "/sv/", 200),
        (None, "HTTP/1.1", "/healthz", 200),
    ],
)
def test_who_speaks_http_1_1_names_a_host(
    app: Flask, host: str | None, protocol: str, path: str, status: int
) -> None:
    environ = EnvironBuilder(path=path).get_environ() | {"SERVER_PROTOCOL": protocol}
    if host is None:
        del environ["HTTP_HOST"]
    else:
        environ["HTTP_HOST"] = host
    assert run_wsgi_app(app, environ)[1].startswith(str(status))
