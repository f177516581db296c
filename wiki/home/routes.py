"""Answer the front page, and what machines ask at the root."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    json,
    redirect,
    render_template,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.kinds import KINDS
from wiki.articles.queries.links import find_by_title
from wiki.articles.queries.lists import list_articles
from wiki.clock import now
from wiki.db import check_connection
from wiki.events.queries import When, list_events
from wiki.pictures.charts import Month, make_column_chart
from wiki.pictures.queries import find_process
from wiki.revisions.diff import compare_texts
from wiki.tags.models import TagKind
from wiki.tags.queries import list_tags
from wiki.web.assets import asset
from wiki.web.languages import preferred_language
from wiki.web.pagination import Page

bp = Blueprint("home", __name__)
root = Blueprint("root", __name__)

# Two columns of three, where there is room for columns.
_NEWEST = 6
_COMING = 3
# The kinds that the three ways in lead to.
_WAYS = ("concept", "case", "method")
_WAY_EXAMPLES = 3
# The ground of every page by day (static/css/tokens.css), which a manifest cannot look up.
_PAPER = "#fcfaf5"


@bp.get("/")
@allow(Permission.READ)
def index() -> str:
    """Show the question, the search, the ways in, who stands behind it, and what is new."""
    viewer, language = current_viewer(), g.language
    ways = {
        kind: list_articles(viewer, language=language, kind=kind, size=_WAY_EXAMPLES)
        for kind in _WAYS
    }
    return render_template(
        "home/index.html",
        answer=find_by_title(language, _("What is social innovation?"), viewer),
        kinds=KINDS,
        ways=ways,
        newest=list_articles(viewer, language=language, newest_first=True, size=_NEWEST),
        coming=list_events(viewer, language, When.UPCOMING, size=_COMING),
        universities=list_tags(viewer, language, TagKind.UNIVERSITY),
        process=find_process(viewer, language),
    )


@bp.get("/about")
@allow(Permission.READ)
def about() -> str:
    """Say what this is, who stands behind it, and how it may be used."""
    universities = list_tags(current_viewer(), g.language, TagKind.UNIVERSITY)
    return render_template("home/about.html", universities=universities)


@bp.get("/shortcuts")
@allow(Permission.READ)
def shortcuts() -> str:
    """List the keys that act; the dialog that `?` opens shows the same."""
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
        process=find_process(current_viewer(), g.language),
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
    """Tell a phone how the wiki looks among its programs."""
    site = current_app.config["SITE_NAME"]
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
    """Return the icon whose edges a phone may cut into a shape of its own."""
    return _icon("icon-maskable.png", 512, "maskable")


@root.get("/")
@allow(Permission.READ)
def choose_language() -> BaseResponse:
    """Lead to the front page in the reader's language."""
    response = redirect(url_for("home.index", language=preferred_language()), 302)
    response.vary.add("Accept-Language")
    return response


@root.get("/healthz")
@allow(Permission.READ)
def healthz() -> Response:
    """Say that the server runs and reaches its database."""
    check_connection()
    return Response("ok\n", mimetype="text/plain")
