"""Send the headers for security and caching."""

from flask import Flask, Response, current_app, request, session

from wiki.web.assets import has_mark
from wiki.web.middleware import compression, sessioncookie

_CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
_ALWAYS = {
    "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HOUR, _DAY = 3_600, 86_400
_YEAR = 365 * _DAY
# Files whose address holds the hash of their content, or all that they say.
_NEVER_CHANGING = {"media_files.content", "site_root.accent"}


def init_headers(app: Flask) -> None:
    """Add the headers to every response."""
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if str(current_app.config["BASE_URL"]).startswith("https://"):
        response.headers["Strict-Transport-Security"] = _transport_security()
    return _set_caching(response)


def _transport_security() -> str:
    """Return the HSTS header: for this host and, if so configured, its subdomains."""
    value = f"max-age={current_app.config['HSTS_DAYS'] * _DAY}"
    return f"{value}; includeSubDomains" if current_app.config["HSTS_SUBDOMAINS"] else value


def _set_caching(response: Response) -> Response:
    """Let caches store only what is the same for every reader."""
    if request.endpoint == "static" and response.status_code in {200, 304}:
        response.headers["Cache-Control"] = _static_caching()
        return response
    if request.endpoint in _NEVER_CHANGING and response.status_code in {200, 206, 304}:
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        return response
    if not _is_for_everybody(response):
        response.headers["Cache-Control"] = "private, no-store"
        return response
    response.headers.setdefault("Cache-Control", "public, no-cache")
    response.vary.add("Cookie")
    if not response.is_streamed and not response.direct_passthrough:
        compression.compress(response)
        response.add_etag()
        response.make_conditional(request)
    return response


def _static_caching() -> str:
    """Let only the file of this very mark be stored for good.

    Whoever asks for the mark of the next release would otherwise fill a shared cache with today's
    file under that address.
    """
    mark = request.args.get("v")
    if mark is None:
        return f"public, max-age={_HOUR}"
    if has_mark(str((request.view_args or {})["filename"]), mark):
        return f"public, max-age={_YEAR}, immutable"
    return "public, no-cache"


def _is_for_everybody(response: Response) -> bool:
    """Return whether nothing in the request or the response is personal."""
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code in {200, 304}
        and not sessioncookie.is_sent()
        and "Set-Cookie" not in response.headers
        and current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
        and not session.modified  # its cookie is set after this
    )
