"""Write what granian knows of a request as WSGI wants it."""

import sys
from collections.abc import Collection, Iterable
from functools import lru_cache
from io import BytesIO
from typing import Any, Protocol
from urllib.parse import quote
from wsgiref.types import WSGIEnvironment

# What may stand unescaped in a query: everything that is ASCII.
_ASCII = "".join(map(chr, range(128)))
# How a header that is sent several times becomes one: RFC 9110, 5.3; cookies by RFC 6265, 5.4.
_JOINED = {"HTTP_COOKIE": "; "}
# With two of these, a proxy and we could read different requests.
_ONCE = {"HTTP_HOST", "CONTENT_LENGTH", "CONTENT_TYPE"}
# granian leaves out each header whose value is not ASCII. Without one of these the request would be
# another one: of the proxy itself rather than of its client, say. Cookies may be those of others.
_NEEDED = (
    "content-type",
    "host",
    "origin",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
)


class Scope(Protocol):
    """A request without its body, as RSGI describes it."""

    client: str  # with its port, as `server`
    headers: Any
    http_version: str
    method: str
    path: str  # without escapes
    query_string: str
    scheme: str
    server: str


class MalformedRequestError(Exception):
    """A header stands twice that may stand once, or cannot be read."""


def make_environ(scope: Scope) -> WSGIEnvironment:
    """Return the environment of a request (PEP 3333), with an empty body.

    Raises MalformedRequestError.
    """
    name, _, port = scope.server.rpartition(":")
    client, _, client_port = scope.client.rpartition(":")
    query = scope.query_string
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "replace").decode("latin-1"),
        # Some programs do not escape letters; a browser does.
        "QUERY_STRING": query if query.isascii() else quote(query, safe=_ASCII),
        "SERVER_NAME": name.strip("[]") or "localhost",
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client.strip("[]"),
        "REMOTE_PORT": client_port,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        # A form may be asked for what it was sent even where nothing was.
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    sent = scope.headers.items()
    _add_headers(environ, sent)
    if len(sent) != len(scope.headers):
        _require_whole(environ, scope.headers)
    return environ


def _add_headers(environ: WSGIEnvironment, headers: Iterable[tuple[str, str]]) -> None:
    for header, value in headers:
        name = _name_of(header)
        if name is None:
            continue
        if name not in environ:
            environ[name] = value
        elif name in _ONCE:
            raise MalformedRequestError(header)
        else:
            environ[name] += _JOINED.get(name, ",") + value


def _require_whole(environ: WSGIEnvironment, headers: Collection[str]) -> None:
    """Refuse a request of which a header was left out that changes what it is."""
    for header in _NEEDED:
        if header in headers and _name_of(header) not in environ:
            raise MalformedRequestError(header)


@lru_cache(maxsize=1024)
def _name_of(header: str) -> str | None:
    """Return how WSGI calls a header, or None for one that could be taken for another.

    `X_Forwarded_For` would be read as the `X-Forwarded-For` that only a proxy may set.
    """
    if "_" in header:
        return None
    name = header.upper().replace("-", "_")
    return name if name in {"CONTENT_LENGTH", "CONTENT_TYPE"} else f"HTTP_{name}"
