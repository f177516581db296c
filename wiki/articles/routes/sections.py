"""Serve the suggestions of sections to the script of the editor."""

from typing import Any

from flask import g, request
from flask_babel import ngettext

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.queries.titles import complete_section
from wiki.articles.routes.blueprint import bp
from wiki.articles.text import TITLE_LENGTH


@bp.get("/articles/sections")
@allow(Permission.WRITE)
def sections() -> dict[str, Any]:
    """Return as JSON the headings that fit `Title#words`, for a link to a section."""
    typed = request.args.get("q", "")[: 2 * TITLE_LENGTH]
    found = complete_section(typed, g.language, current_viewer())
    return {
        "items": [{"text": text, "kind": ""} for text in found],
        "said": ngettext("%(num)s suggestion", "%(num)s suggestions", len(found)),
    }
