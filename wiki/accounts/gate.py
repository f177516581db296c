"""Check every request: identify the viewer, and refuse what they have no permission for."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_babel import gettext as _

from wiki.accounts.actions.login import touch_session
from wiki.accounts.permissions import Permission, can, require
from wiki.accounts.queries import find_session, viewer_of
from wiki.accounts.steps.sessions import SEEN_STEP
from wiki.accounts.viewer import ANONYMOUS, Viewer
from wiki.clock import now
from wiki.errors import NotAllowed
from wiki.web.middleware import sessioncookie

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "wiki_permission"
# What is the same for everybody and cached by everybody: it may carry nobody's cookie.
_SAME_FOR_ALL = {"media_files.content"}
# What stays open while a password that an administrator has made must be changed.
_OPEN_BEFORE_CHANGE = {"accounts.password", "accounts.logout", "statements.show"}


def allow(permission: Permission) -> Callable[[View], View]:
    """Declare the permission that a view function needs; views without one are refused."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, permission)
        return view

    return declare


def declared_permission(endpoint: str) -> Permission | None:
    """Return the permission that an endpoint declares, or None."""
    if endpoint == "static":
        return Permission.READ
    return getattr(current_app.view_functions[endpoint], _ATTRIBUTE, None)


def init_gate(app: Flask) -> None:
    """Check each request, and give templates `viewer` and `can`."""
    app.before_request(_check_permission)
    app.after_request(_renew_cookie)
    app.context_processor(_template_context)


def _check_permission() -> None:
    g.viewer = ANONYMOUS
    if request.endpoint is None or request.endpoint == "static":
        return
    if request.endpoint not in _SAME_FOR_ALL:
        _identify_viewer()
    permission = declared_permission(request.endpoint)
    if permission is None:
        raise NotAllowed()
    if current_viewer().must_change_password and request.endpoint not in _OPEN_BEFORE_CHANGE:
        _ask_for_password()
    require(permission, current_viewer())


def _ask_for_password() -> None:
    """Lead to the page for a new password; what was sent in a form stays on the error's page."""
    if request.method in {"GET", "HEAD"}:
        abort(redirect(url_for("accounts.password"), 303))
    raise NotAllowed(_("Choose a password of your own first, on the account page."))


def _identify_viewer() -> None:
    token = sessioncookie.read_token()
    session = find_session(token) if token else None
    if session is None:
        return
    g.viewer = viewer_of(session.user)
    if now() - session.seen_at > SEEN_STEP:
        touch_session(session.id)
        g.touched_token = token


def _renew_cookie(response: Response) -> Response:
    """Extend the cookie of a session in use, unless the view has just set or deleted it."""
    token = g.get("touched_token")
    name = sessioncookie.cookie_name()
    cookies = response.headers.getlist("Set-Cookie")
    if token and not any(cookie.startswith(f"{name}=") for cookie in cookies):
        sessioncookie.set_token(response, token, session_seconds())
    return response


def session_seconds() -> int:
    """Return after how many seconds without use the session cookie expires."""
    return int(current_app.config["SESSION_DAYS"]) * 86_400


def current_viewer() -> Viewer:
    """Return who makes the request; ANONYMOUS until the gate has checked it."""
    viewer: Viewer = g.get("viewer", ANONYMOUS)
    return viewer


def _template_context() -> dict[str, Any]:
    viewer = current_viewer()
    return {
        "viewer": viewer,
        "can": lambda permission, thing=None: can(permission, viewer, thing),
    }
