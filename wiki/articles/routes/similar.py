"""Serve the articles with nearly the title in a form, when the script of the editor asks."""

from flask import g, render_template, request

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.queries.similar import find_similar_titles
from wiki.articles.routes.blueprint import bp
from wiki.articles.text import TITLE_LENGTH
from wiki.web.numbers import read_number


@bp.get("/similar-titles")
@allow(Permission.WRITE)
def similar() -> str:
    """Return as HTML the articles with nearly a title, but for those that the URL names."""
    title = request.args.get("title", "")[: 2 * TITLE_LENGTH]
    without = {read_number(number) for number in request.args.getlist("without")[:2]}
    found = find_similar_titles(g.language, title, current_viewer(), without)
    return render_template("articles/_similar.html", similar=found)
