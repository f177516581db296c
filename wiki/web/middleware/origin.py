"""Refuse changes requested by another site, and redirects to another site."""

import re
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask_babel import lazy_gettext as _

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_OWN_SITE = {"same-origin", "none"}
_UNSAFE_NEXT = re.compile(r"[\\\x00-\x20\x7f]")
# A longer path is no page of ours, but would make a header or a cookie that is refused.
_LONGEST_NEXT = 2_000


def init_origin(app: Flask) -> None:
    """Compare where every request that changes something comes from with our host."""
    app.before_request(_check_origin)


def _check_origin() -> None:
    if request.method in _SAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    # Not parsed as a URL: a malformed origin would raise instead of counting as foreign.
    is_foreign = origin is not None and origin.lower() not in _own_origins()
    if is_foreign or request.headers.get("Sec-Fetch-Site", "none").lower() not in _OWN_SITE:
        abort(403, _("The form was sent from another site."))


def is_from_own_page() -> bool:
    """Return whether it is known that one of our pages has sent the request, once it is let in.

    Every browser of today says so. One that says nothing may show a page of another site, or be
    no browser.
    """
    is_said = request.headers.get("Sec-Fetch-Site", "").lower() == "same-origin"
    return is_said or "Origin" in request.headers


def _own_origins() -> set[str]:
    """Return the origins of our pages: on the public URL and on the host of the request.

    A wiki that is served by https has no pages without, whatever the proxy tells about a request.
    """
    base = urlsplit(str(current_app.config["BASE_URL"]))
    scheme = "https" if base.scheme == "https" else request.scheme
    return {f"{base.scheme}://{base.netloc}".lower(), f"{scheme}://{request.host}".lower()}


def safe_next(target: str | None) -> str:
    """Return `target` when it is a path on this site, else an empty text."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return ""
    return "" if len(target) > _LONGEST_NEXT or _UNSAFE_NEXT.search(target) else target
