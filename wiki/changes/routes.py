"""The page of recent changes."""

from datetime import date
from itertools import groupby

from flask import Blueprint, render_template, request
from flask_babel import to_user_timezone

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.kinds import KINDS
from wiki.changes.queries import Change, list_changes
from wiki.web.i18n import LANGUAGE_NAMES
from wiki.web.numbers import read_page

bp = Blueprint("changes", __name__)


@bp.get("/changes")
@allow(Permission.READ)
def index() -> str:
    """List recent changes, filtered by language and kind."""
    language = request.args.get("of", "")
    language = language if language in LANGUAGE_NAMES else ""
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    page = list_changes(
        current_viewer(), language or None, kind or None, read_page(request.args.get("page"))
    )
    return render_template(
        "changes/index.html",
        page=page,
        days=[(day, list(changes)) for day, changes in groupby(page.items, _day)],
        languages_by_code=LANGUAGE_NAMES,
        kinds=KINDS.values(),
        chosen_language=language,
        chosen_kind=kind,
    )


def _day(change: Change) -> date:
    """Return the day of a change in the reader's time zone."""
    day: date = to_user_timezone(change.moment).date()
    return day
