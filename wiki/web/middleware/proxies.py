"""Believe the reverse proxies in front, but not everything that they pass on."""

from collections.abc import Iterable

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

_SCHEMES = {"http", "https"}


def init_proxies(app: Flask) -> None:
    """Read the headers that PROXIES proxies set: address, scheme and host of the client."""
    count = app.config["PROXIES"]
    if not count:
        return
    inner = app.wsgi_app
    own_scheme = str(app.config["BASE_URL"]).partition("://")[0]

    def serve(environ: dict[str, object], start: object) -> Iterable[bytes]:
        # A careless proxy passes on what the client wrote there, and it would stand in links.
        if environ.get("wsgi.url_scheme") not in _SCHEMES:
            environ["wsgi.url_scheme"] = own_scheme
        return inner(environ, start)  # type: ignore[arg-type]  # plain WSGI

    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask's documentation does
        serve, x_for=count, x_proto=count, x_host=count
    )
