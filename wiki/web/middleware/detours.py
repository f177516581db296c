"""Lead on from addresses that differ from a page's only in slashes or in a missing language."""

from flask import Flask, redirect, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from wiki.web.i18n import LANGUAGES
from wiki.web.languages import preferred_language, with_query


def init_detours(app: Flask) -> None:
    """Redirect such requests before anything else answers that there is no page."""
    app.before_request(_lead_on)


def _lead_on() -> Response | None:
    if request.method not in {"GET", "HEAD"}:
        return None
    if not isinstance(request.routing_exception, NotFound):
        return None
    parts = [part for part in request.path.split("/") if part]
    if parts and parts[0].lower() in LANGUAGES:
        parts[0] = parts[0].lower()
    if path := _find_page(parts):
        return redirect(with_query(path), 301)
    if path := _find_page([preferred_language(), *parts]):
        response = redirect(with_query(path), 302)
        response.vary.add("Accept-Language")
        return response
    return None


def _find_page(parts: list[str]) -> str:
    """Return the path of the page with these parts, or an empty text."""
    path = "/" + "/".join(parts)
    adapter = request_ctx.url_adapter
    if adapter is None or path == request.path:
        return ""
    try:
        adapter.match(path, "GET")
    except RequestRedirect:  # it ends in a slash
        return f"{path}/"
    except HTTPException:
        return ""
    return path
