"""Write a request as ASGI describes it in the way of WSGI."""

import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import quote, unquote_to_bytes
from wsgiref.types import WSGIEnvironment

# What may stand unescaped in a query: everything that is ASCII.
_ASCII = "".join(map(chr, range(128)))
# How a header that is sent several times becomes one: RFC 9110, 5.3; cookies by RFC 6265, 5.4.
_JOINED = {"HTTP_COOKIE": "; "}
# With two of these, a proxy and we could read different requests.
_ONCE = {"HTTP_HOST", "CONTENT_LENGTH", "CONTENT_TYPE"}

# A request without its body, as ASGI describes it: https://asgi.readthedocs.io
Scope = Mapping[str, Any]


class MalformedRequestError(Exception):
    """A header stands twice that may stand once."""


def make_environ(scope: Scope) -> WSGIEnvironment:
    """Return the environment of a request (PEP 3333), with an empty body.

    Raises MalformedRequestError.
    """
    server, client = scope.get("server") or ("", ""), scope.get("client") or ("", "")
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        # Some programs do not escape letters; a browser does.
        "QUERY_STRING": quote(scope["query_string"], safe=_ASCII),
        "SERVER_NAME": server[0] or "localhost",
        "SERVER_PORT": str(server[1] or "80"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        # A form may be asked for what it was sent even where nothing was.
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    _add_headers(environ, scope["headers"])
    return environ


def _add_headers(environ: WSGIEnvironment, headers: Iterable[tuple[bytes, bytes]]) -> None:
    for header, raw in headers:
        name, value = _name_of(header), raw.decode("latin-1")
        if name is None:
            continue
        if name not in environ:
            environ[name] = value
        elif name in _ONCE:
            raise MalformedRequestError(name)
        else:
            environ[name] += _JOINED.get(name, ",") + value


@lru_cache(maxsize=1024)
def _name_of(header: bytes) -> str | None:
    """Return how WSGI calls a header, or None for one that could be taken for another.

    `X_Forwarded_For` would be read as the `X-Forwarded-For` that only a proxy may set.
    """
    if b"_" in header:
        return None
    name = header.decode("latin-1").upper().replace("-", "_")
    return name if name in {"CONTENT_LENGTH", "CONTENT_TYPE"} else f"HTTP_{name}"
