"""Read the host of a request as the same whatever its letters are, as DNS does.

What monitors the wiki is on this machine or in its network, and asks by an address rather than by
the public name: what it asks for holds no link, and is answered under any name.
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

PROBES = frozenset({"/healthz", "/readyz", "/metrics"})


def init_hosts(app: Flask) -> None:
    """Write the host of each request in small letters, before it is compared with ours.

    Call it before the proxies' headers are read, so that it also reads the host that they set.
    """
    app.wsgi_app = _SmallHost(app.wsgi_app, app)  # type: ignore[method-assign]  # as Flask documents


class _SmallHost:
    def __init__(self, application: WSGIApplication, app: Flask) -> None:
        self._application = application
        self._settings = app.config

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in PROBES:
            environ["HTTP_HOST"] = self._settings["TRUSTED_HOSTS"][0].lstrip(".")
        elif "HTTP_HOST" in environ:
            environ["HTTP_HOST"] = environ["HTTP_HOST"].lower()
        elif environ.get("SERVER_PROTOCOL") == "HTTP/1.1":
            environ["HTTP_HOST"] = ""  # which is none of ours: RFC 9112, section 3.2 asks for 400
        return self._application(environ, start_response)
