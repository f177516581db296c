"""Answer the scripts of the editor while somebody types: sections to link to, titles like it."""

from typing import Any

from flask import g, render_template, request
from flask_babel import ngettext

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.queries.similar import find_similar_titles
from wiki.articles.queries.titles import complete_section
from wiki.articles.routes.blueprint import bp
from wiki.articles.sections import name_section
from wiki.articles.text import TITLE_LENGTH
from wiki.web.numbers import read_number


@bp.get("/section-titles")
@allow(Permission.WRITE)
def sections() -> dict[str, Any]:
    """Return as JSON the headings that fit `Title#words`, and what a link to each says."""
    typed = request.args.get("q", "")[: 2 * TITLE_LENGTH]
    found = complete_section(typed, g.language, current_viewer())
    return {
        "items": [
            {"text": heading.text, "kind": "", "link": name_section(heading)} for heading in found
        ],
        "said": ngettext("%(num)s suggestion", "%(num)s suggestions", len(found)),
    }


@bp.get("/similar-titles")
@allow(Permission.WRITE)
def similar() -> str:
    """Return as HTML the articles with nearly a title, but for those that the URL names."""
    title = request.args.get("title", "")[: 2 * TITLE_LENGTH]
    without = {read_number(number) for number in request.args.getlist("without")[:2]}
    found = find_similar_titles(g.language, title, current_viewer(), without)
    return render_template("articles/_similar.html", similar=found)
