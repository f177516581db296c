"""Check every request: identify the viewer, and refuse what they have no permission for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_babel import gettext as _

from wiki.accounts.actions.login import touch_session
from wiki.accounts.models import Lack
from wiki.accounts.permissions import Permission, can, require
from wiki.accounts.queries import find_session, viewer_of
from wiki.accounts.steps.sessions import SEEN_STEP
from wiki.accounts.viewer import ANONYMOUS, Viewer
from wiki.clock import now
from wiki.errors import NotAllowed
from wiki.web.middleware import sessioncookie
from wiki.web.middleware.origin import safe_next

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "wiki_permission"
_CONFIRMED = "wiki_confirmed"
# How long ago somebody must have proved who they are to change how they log in.
_CONFIRMED_FOR = timedelta(minutes=15)
# What is the same for everybody and cached by everybody: it may carry nobody's cookie.
_SAME_FOR_ALL = {"media_files.content"}
# What stays open while a password that an administrator has made must be changed.
_OPEN_BEFORE_CHANGE = {"accounts.password", "accounts.logout", "statements.show"}
# What stays open while a second factor must be set up, beside the pages for that.
_OPEN_BEFORE_FACTOR = _OPEN_BEFORE_CHANGE | {"accounts.own_session"}


def allow(permission: Permission, *, confirmed: bool = False) -> Callable[[View], View]:
    """Declare the permission that a view function needs; views without one are refused.

    `confirmed` views are for those who have lately proved who they are.
    """

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, permission)
        setattr(view, _CONFIRMED, confirmed)
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
    _check_session()


def _check_session() -> None:
    """Lead to the second factor where the session lacks one, or to a proof of who it is."""
    endpoint = str(request.endpoint)
    is_factor = endpoint.startswith("second_factor.") or endpoint in _OPEN_BEFORE_FACTOR
    if lacks_factor() and not is_factor:
        if request.method not in {"GET", "HEAD"}:
            raise NotAllowed(_("Set up the log-in in two steps first."))
        abort(redirect(url_for("second_factor.index"), 303))
    if is_confirmed_view(endpoint) and now() - g.confirmed_at > _CONFIRMED_FOR:
        target = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else ""
        abort(redirect(url_for("second_factor.confirm", next=safe_next(target) or None), 303))


def lacks_factor() -> bool:
    """Return whether the viewer must set up a second factor before anything else."""
    return bool(g.get("lacks") == Lack.FACTOR)


def is_confirmed_view(endpoint: str) -> bool:
    """Return whether the view of an endpoint asks who has not lately proved who they are."""
    return bool(getattr(current_app.view_functions[endpoint], _CONFIRMED, False))


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
    g.viewer, g.lacks = viewer_of(session.user), session.lacks
    g.confirmed_at = session.confirmed_at or session.created_at
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
