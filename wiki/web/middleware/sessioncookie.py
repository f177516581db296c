"""Name, read, set and delete the cookies of a log-in session and of a known browser."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, request
from werkzeug.wrappers import Response


def cookie_name() -> str:
    """Return the cookie's name."""
    return name_with(current_app.config)


def name_with(settings: Mapping[str, Any]) -> str:
    """Return the cookie's name with some settings; the `__Host-` prefix needs TLS."""
    return "__Host-session" if settings["SESSION_COOKIE_SECURE"] else "session"


def _known_name() -> str:
    return "__Host-known" if current_app.config["SESSION_COOKIE_SECURE"] else "known"


def read_known_browser() -> str:
    """Return what tells that somebody has logged in from this browser, or an empty text."""
    return request.cookies.get(_known_name(), "")


def set_known_browser(response: Response, value: str, max_age_seconds: int) -> None:
    """Set what tells that somebody has logged in from this browser; it outlives the session."""
    _set(response, _known_name(), value, max_age_seconds)


def is_sent() -> bool:
    """Return whether the request has the cookie, valid or not."""
    return cookie_name() in request.cookies


def read_token() -> str:
    """Return the cookie's token, or an empty text."""
    return request.cookies.get(cookie_name(), "")


def set_token(response: Response, token: str, max_age_seconds: int) -> None:
    """Set the cookie to the token of a session."""
    _set(response, cookie_name(), token, max_age_seconds)


def _set(response: Response, name: str, value: str, max_age_seconds: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max_age_seconds,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def delete_token(response: Response) -> None:
    """Delete the cookie."""
    response.delete_cookie(
        cookie_name(),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
