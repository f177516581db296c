"""Answer the page on which the authors of an article are chosen."""

from collections.abc import Sequence

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission, require
from wiki.articles.models import Article
from wiki.articles.routes.urls import article_at, article_url
from wiki.authors.actions import choose_licence, name_authors
from wiki.authors.forms import AuthorsForm
from wiki.authors.lines import ROLES, AuthorLine
from wiki.authors.queries.choices import find_edition, list_lines, list_nameable
from wiki.errors import EditConflict, InvalidInput
from wiki.media.licences import LICENCES

bp = Blueprint("authors", __name__)


@bp.route("/articles/<slug>/authors", methods=["GET", "POST"])
@allow(Permission.NAME_AUTHORS)
def edit(slug: str) -> ResponseReturnValue:
    """Show who is named for an article, and store another list."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    require(Permission.NAME_AUTHORS, viewer, article)
    form = AuthorsForm()
    if request.method != "POST":
        form.edition.data = find_edition(article, viewer)
        return _page(article, form, list_lines(article, viewer))
    lines = form.read_lines()
    if form.intent != "save":
        return _page(article, form, form.change(lines, list_nameable(article, viewer)))
    try:
        name_authors(article.id, lines, form.edition.data or "", viewer)
    except InvalidInput as error:
        form.show(InvalidInput(error.message))
        return _page(article, form, lines, error), 422
    except EditConflict as conflict:
        form.show(conflict)
        form.edition.data = find_edition(article, viewer)
        return _page(article, form, lines, stored=list_lines(article, viewer)), 409
    flash(_("The authors are changed."), "success")
    return redirect(article_url(article), 303)


@bp.post("/articles/<slug>/licence")
@allow(Permission.NAME_AUTHORS)
def licence(slug: str) -> Response:
    """Choose the licence of the versions to come."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    try:
        choose_licence(article.id, request.form.get("licence", ""), viewer)
    except InvalidInput as error:
        flash(_(error.message), "error")
    else:
        flash(_("The licence counts from the next version that is saved."), "success")
    return redirect(article_url(article, "authors.edit"), 303)


def _page(
    article: Article,
    form: AuthorsForm,
    lines: Sequence[AuthorLine],
    error: InvalidInput | None = None,
    stored: Sequence[AuthorLine] = (),
) -> str:
    people = list_nameable(article, current_viewer())
    named = {line.user_id for line in lines}
    codes = current_app.config["LICENCES"].split()
    return render_template(
        "authors/edit.html",
        article=article,
        title=article.shown.title,
        form=form,
        lines=lines,
        people=people,
        others={user_id: name for user_id, name in people.items() if user_id not in named},
        roles=ROLES,
        licences=[(code, LICENCES[code].label) for code in codes],
        licence=article.licence or codes[0],
        faults=error.fields if error else {},
        stored=[people.get(line.user_id or 0, line.name) for line in stored],
    )
