"""Answer the search page."""

from flask import Blueprint, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.search import engine
from wiki.search.request import SearchRequest

bp = Blueprint("search", __name__)


@bp.get("/search")
@allow(Permission.READ)
def index() -> ResponseReturnValue:
    """Show the question and what it finds; nothing found is an answer too, not an error."""
    asked = SearchRequest.from_args(request.args)
    results = engine.search(asked, current_viewer(), g.language)
    path = url_for("search.index")
    return make_response(
        render_template(
            "search/index.html",
            asked=asked,
            results=results,
            url_of=lambda changed: changed.url(path),
        )
    )
