"""Pages about the site for people, and for machines the manifest and the health check."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Response, current_app, g, json, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from wiki.accounts.gate import allow
from wiki.accounts.permissions import Permission
from wiki.clock import now
from wiki.errors import NotFound
from wiki.health.queries import describe_backups, describe_index
from wiki.home.queries import Part, find_database, list_parts
from wiki.home.routes.blueprint import bp, root
from wiki.nodes.turns import has_many_nodes
from wiki.pictures.charts import Month, make_column_chart
from wiki.pictures.queries import find_process
from wiki.revisions.diff import compare_texts
from wiki.tags.models import TagKind
from wiki.tags.queries import list_tags
from wiki.web.assets import asset
from wiki.web.languages import preferred_language
from wiki.web.pagination import Page

# The background of the light theme (static/css/tokens.css), which a manifest cannot refer to.
_PAPER = "#fcfaf5"
# RFC 9116 wants less than a year.
_CONTACT_VALID = timedelta(days=180)


@bp.get("/about")
@allow(Permission.READ)
def about() -> str:
    """Explain what the wiki is, who runs it, and how its content may be used."""
    universities = list_tags(g.language, TagKind.UNIVERSITY)
    return render_template("home/about.html", universities=universities)


@bp.get("/shortcuts")
@allow(Permission.READ)
def shortcuts() -> str:
    """List the keyboard shortcuts; the dialog that `?` opens shows the same."""
    return render_template("home/shortcuts.html")


@bp.get("/styleguide")
@allow(Permission.READ)
def styleguide() -> str:
    """Show each component in each state, for people and for the accessibility checker."""
    few: dict[Month, int] = {(2026, 5): 7}
    months = {(2026, 2): 3, (2026, 3): 12, **few}
    pager: Page[None] = Page((), number=4, size=50, total=583)
    return render_template(
        "styleguide/index.html",
        moment=now(),
        pager=pager,
        process=find_process(g.language),
        compared=compare_texts(
            _("Social innovations are things that meet social needs."),
            _("Social innovations are new ideas that meet social needs.")
            + "\n\n"
            + _("New ideas that meet social needs and create new relationships."),
        ),
        charts=[make_column_chart(counts, (2026, 6), g.language) for counts in (months, few, {})],
    )


@bp.get("/manifest.webmanifest")
@allow(Permission.READ)
def manifest() -> Response:
    """Describe the wiki as an installable web app."""
    site = str(current_app.extensions["site"].name())
    initials = "".join(word[0] for word in site.split())
    content = {
        "id": "/",
        "name": f"{site} Wiki",
        "short_name": f"{initials} Wiki",
        "description": _("Knowledge on social innovation"),
        "lang": g.language,
        "dir": "ltr",
        "start_url": url_for("home.index"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [_icon("icon-192.png", 192), _icon("icon-512.png", 512), _maskable()],
    }
    return Response(json.dumps(content), mimetype="application/manifest+json")


def _icon(name: str, size: int, purpose: str = "any") -> dict[str, Any]:
    return {
        "src": asset(name),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }


def _maskable() -> dict[str, Any]:
    """Return the icon that a phone may crop to its own shape."""
    return _icon("icon-maskable.png", 512, "maskable")


@root.get("/favicon.ico")
@allow(Permission.READ)
def favicon() -> BaseResponse:
    """Send the icon to programs that ask for it without reading a page."""
    return current_app.send_static_file("favicon.ico")


@root.get("/.well-known/security.txt")
@allow(Permission.READ)
def security() -> Response:
    """Say where security faults are reported (RFC 9116), if a setting says so."""
    contact = str(current_app.config["SECURITY_CONTACT"])
    if not contact:
        raise NotFound()
    if "://" not in contact and not contact.startswith("mailto:"):
        contact = f"mailto:{contact}"
    # By the day, so that the file stays the same for a day.
    expires = now().replace(hour=0, minute=0, second=0, microsecond=0) + _CONTACT_VALID
    address = f"{current_app.config['BASE_URL']}{url_for('root.security')}"
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: sv, en",
        f"Canonical: {address}",
    ]
    return Response("".join(f"{line}\n" for line in lines), mimetype="text/plain")


@root.get("/.well-known/change-password")
@allow(Permission.READ)
def change_password() -> BaseResponse:
    """Lead programs that keep passwords to the page where one is changed."""
    response = redirect(url_for("accounts.password", language=preferred_language()), 302)
    response.vary.add("Accept-Language")
    return response


@root.get("/healthz")
@allow(Permission.READ)
def healthz() -> Response:
    """Report that the server runs and reaches its database, else what is wrong; and its backups.

    Of several nodes, each says how far its index is behind. Neither that nor a backup that is
    missing is a reason to take a server that works out of use.
    """
    database = find_database()
    if database.fault:
        return _report("ok", [database])
    notes = {"index": describe_index()} if has_many_nodes() else {}
    return _report("ok", [database], backup=describe_backups(), **notes)


@root.get("/readyz")
@allow(Permission.READ)
def readyz() -> Response:
    """Report whether readers can be served, else what is wrong with what."""
    return _report("ready", list_parts())


def _report(word: str, parts: Sequence[Part], **notes: str) -> Response:
    """Say in words or, to whoever asks for it, in JSON how each part is.

    The first word is `word`, or the name of the first part that is wrong. `notes` are told beside.
    """
    faults = {part.name: part.fault for part in parts if part.fault}
    first = next(iter(faults), word)
    accepted = request.accept_mimetypes
    if accepted.quality("application/json") > accepted.quality("text/plain"):
        states = {part.name: part.fault or "ready" for part in parts}
        text, kind = json.dumps({"status": first, "parts": states, **notes}), "application/json"
    else:
        told = [f"{name}: {sentence}" for name, sentence in {**faults, **notes}.items()]
        text, kind = "".join(f"{line}\n" for line in (first, *told)), "text/plain"
    response = Response(text, 503 if faults else 200, mimetype=kind)
    response.headers["Cache-Control"] = "no-store"
    return response
