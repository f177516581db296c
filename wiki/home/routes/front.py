"""Answer the front page, and lead to it from the root."""

from dataclasses import replace

from flask import current_app, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.kinds import KINDS
from wiki.articles.queries.lists import list_articles
from wiki.articles.queries.titles import find_by_title, list_public_of
from wiki.events.queries import When, list_events
from wiki.home.routes.blueprint import bp, root
from wiki.pictures.queries import find_process
from wiki.tags.models import TagKind
from wiki.tags.queries import list_tags
from wiki.web.languages import preferred_language

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
    site = current_app.extensions["site"]
    question = site.said("question", language) or _("What is social innovation?")
    ways = {
        kind: list_articles(viewer, language=language, kind=kind, size=_WAY_EXAMPLES)
        for kind in _WAYS
    }
    if chosen := list_public_of(language, site.said("cases", language)):
        ways["case"] = replace(ways["case"], items=chosen)
    return render_template(
        "home/index.html",
        question=question,
        answer=find_by_title(language, question, viewer),
        kinds=KINDS,
        ways=ways,
        newest=list_articles(viewer, language=language, newest_first=True, size=_NEWEST),
        coming=list_events(language, When.UPCOMING, viewer, size=_COMING),
        universities=list_tags(language, TagKind.UNIVERSITY),
        process=find_process(language),
    )


@root.get("/")
@allow(Permission.READ)
def choose_language() -> Response:
    """Lead to the front page in the reader's language."""
    response = redirect(url_for("home.index", language=preferred_language()), 302)
    response.vary.add("Accept-Language")
    return response
