"""Refuse to be served below a path, where half of the links would lead outside."""

import logging
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

from wiki.settings.values import ONLY_ROOT

_log = logging.getLogger(__name__)


def init_mounts(app: Flask) -> None:
    """Answer that the wiki is served at the root only, whoever puts it below a path.

    The variable SCRIPT_NAME is refused at the start; `uwsgi --mount` or `WSGIScriptAlias` say so
    in each request only.
    """
    app.wsgi_app = _AtRoot(app.wsgi_app)  # type: ignore[method-assign]  # as Flask documents


class _AtRoot:
    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("SCRIPT_NAME", "").strip("/")
        if not path:
            return self._application(environ, start_response)
        _log.error("The server has mounted the wiki at %r. %s", f"/{path}", ONLY_ROOT)
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        start_response("503 SERVICE UNAVAILABLE", headers)
        return [f"{ONLY_ROOT}\n".encode()]
