"""Answer the front page, and what machines ask at the root."""

from flask import Blueprint, Response, g, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.queries import list_articles
from wiki.clock import now
from wiki.db import check_connection
from wiki.events.queries import When, list_events
from wiki.tags.models import TagKind
from wiki.tags.queries import list_tags
from wiki.web.languages import preferred_language

bp = Blueprint("home", __name__)
root = Blueprint("root", __name__)

# Two columns of three, where there is room for columns.
_NEWEST = 6
_COMING = 3
# The kinds that the three ways in lead to.
_WAYS = ("concept", "case", "method")
_WAY_EXAMPLES = 3


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
        ways=ways,
        newest=list_articles(viewer, language=language, newest_first=True, size=_NEWEST),
        coming=list_events(viewer, language, When.UPCOMING, size=_COMING),
        universities=list_tags(viewer, language, TagKind.UNIVERSITY),
    )


@bp.get("/about")
@allow(Permission.READ)
def about() -> str:
    """Say what this is, who stands behind it, and how it may be used."""
    return render_template("home/about.html")


@bp.get("/styleguide")
@allow(Permission.READ)
def styleguide() -> str:
    """Show each component in each state, for people and for the accessibility checker."""
    return render_template("styleguide/index.html", moment=now())


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
