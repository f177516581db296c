"""Reports from readers' pages about searches."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.errors import InvalidInput
from wiki.search.ranking.query import MOST_CHARACTERS
from wiki.search_log.background import count_key, current_log
from wiki.search_log.texts import is_program
from wiki.web.clients import client_code
from wiki.web.numbers import read_number

bp = Blueprint("search_log", __name__)


@bp.post("/search/opened")
@allow(Permission.READ)
def opened() -> tuple[str, int]:
    """Count that a reader opened a hit; the response is always empty."""
    log = current_log()
    article_id = read_number(request.form.get("article"))
    if _is_reader() and article_id > 0 and log.opening.hit():
        key = count_key(g.language, _question())
        if key:
            log.buffer.note_opened(key, article_id)
    return "", 204


def _is_reader() -> bool:
    """Return whether the request comes from a page of the wiki, for a reader.

    Every browser sends the page's origin with a POST, and a foreign origin is refused earlier.
    """
    has_origin = "Origin" in request.headers
    is_human = not is_program(request.user_agent.string)
    return has_origin and is_human and current_viewer().is_anonymous


def _question() -> str:
    return request.form.get("q", "")[:MOST_CHARACTERS]


@bp.post("/search/told")
@allow(Permission.READ)
def report() -> Response:
    """Count that a reader reports a search without a good hit to the editors.

    Needs neither cookie nor token, since it only changes a count, within limits.
    """
    if "Origin" not in request.headers:
        abort(400, _("The form was sent from another site."))
    key = count_key(g.language, _question())
    if key is None:
        raise InvalidInput(
            _("These words are not kept, because they may hold personal data, such as a number.")
        )
    log = current_log()
    if not (log.reports_of_one.hit(client_code()) and log.telling.hit()):
        abort(429)
    log.buffer.note_asking(key)
    return redirect(url_for("search_log.reported"), 303)


@bp.get("/search/told")
@allow(Permission.READ)
def reported() -> str:
    """Thank the reader, and explain what happens with the report."""
    return render_template("search_log/reported.html")
