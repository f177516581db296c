"""Stand before every route: know who is asking, and refuse what no permission allows."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request

from wiki.accounts.permissions import Permission, can, require
from wiki.accounts.queries import find_session_viewer
from wiki.accounts.viewer import ANONYMOUS, Viewer
from wiki.errors import NotAllowed
from wiki.web import sessioncookie

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "wiki_permission"


def allow(permission: Permission) -> Callable[[View], View]:
    """Declare the right that a view function needs; without one the gate stays shut."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, permission)
        return view

    return declare


def declared_permission(endpoint: str) -> Permission | None:
    """Return the right an endpoint declares, or None when it declares none."""
    if endpoint == "static":
        return Permission.READ
    return getattr(current_app.view_functions[endpoint], _ATTRIBUTE, None)


def init_gate(app: Flask) -> None:
    """Check each request, and give templates `viewer` and `can`."""
    app.before_request(_check)
    app.context_processor(_names)


def _check() -> None:
    g.viewer = ANONYMOUS
    if request.endpoint is None or request.endpoint == "static":
        return
    token = sessioncookie.read_token()
    if token:
        g.viewer = find_session_viewer(token)
    permission = declared_permission(request.endpoint)
    if permission is None:
        raise NotAllowed()
    require(current_viewer(), permission)


def current_viewer() -> Viewer:
    """Return who is asking; ANONYMOUS before anybody has been asked."""
    viewer: Viewer = g.get("viewer", ANONYMOUS)
    return viewer


def _names() -> dict[str, Any]:
    viewer = current_viewer()
    return {
        "viewer": viewer,
        "can": lambda permission, thing=None: can(viewer, permission, thing),
    }
