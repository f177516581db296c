"""Read the host of a request as the same whatever its letters are, as DNS does."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask


def init_hosts(app: Flask) -> None:
    """Write the host of each request in small letters, before it is compared with ours.

    Call it before the proxies' headers are read, so that it also reads the host that they set.
    """
    app.wsgi_app = _SmallHost(app.wsgi_app)  # type: ignore[method-assign]  # as Flask documents


class _SmallHost:
    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if "HTTP_HOST" in environ:
            environ["HTTP_HOST"] = environ["HTTP_HOST"].lower()
        return self._application(environ, start_response)
