"""Serve the history of an article, its revisions, and comparisons of them."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.citing import make_citation
from wiki.articles.forms import ReasonForm
from wiki.articles.kinds import display_facts
from wiki.articles.models import Article
from wiki.articles.queries.articles import list_tags
from wiki.articles.queries.authors import find_credits
from wiki.articles.routes.urls import article_at, article_url
from wiki.articles.text import label_fields
from wiki.citations.bibtex import write_bibtex
from wiki.citations.citation import Citation
from wiki.citations.csl_json import write_csl_json
from wiki.citations.ris import write_ris
from wiki.citations.schema_org import describe_article
from wiki.errors import InvalidInput, NotFound
from wiki.events.times import format_times, times_of
from wiki.media.lead import chosen_lead
from wiki.media.queries import draw_lead, find_chosen
from wiki.revisions.actions import hide_revision, show_revision_again
from wiki.revisions.comparing import compare_in_turn
from wiki.revisions.diff import compare_fields
from wiki.revisions.models import Revision
from wiki.revisions.queries import (
    find_adjacent_numbers,
    find_reviewed,
    find_revision,
    list_history,
    list_newest_numbers,
)
from wiki.web.clients import client_code
from wiki.web.numbers import read_number, read_page

bp = Blueprint("revisions", __name__)
# How a citation is written as a file, and the type of the file, by the ending of its name.
_FILES: dict[str, tuple[Callable[[Citation], str], str]] = {
    "bib": (write_bibtex, "application/x-bibtex"),
    "ris": (write_ris, "application/x-research-info-systems"),
    "json": (write_csl_json, "application/vnd.citationstyles.csl+json"),
}


@bp.get("/articles/<slug>/history")
@allow(Permission.READ)
def index(slug: str) -> str:
    """Show the history of an article: who saved which revision when."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    page = list_history(article, viewer, read_page(request.args.get("page")))
    return render_template(
        "revisions/index.html", article=article, title=article.shown.title, page=page
    )


@bp.get("/articles/<slug>/revisions/<int:number>")
@allow(Permission.READ)
def show(slug: str, number: int) -> str:
    """Show a revision of an article at its permanent URL."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    revision = find_revision(article, number, viewer)
    before, after = find_adjacent_numbers(article, number, viewer)
    credited = find_credits(article, revision.number)
    reviewed = find_reviewed(revision)
    tags = list_tags(article)
    citation = make_citation(article, revision, credited, tags, reviewed, of_version=True)
    leading = find_chosen(revision.facts)
    return render_template(
        "revisions/show.html",
        article=article,
        revision=revision,
        citation=citation,
        reviewed=reviewed,
        described=[describe_article(citation, current_app.config["BASE_URL"])],
        before=before,
        after=after,
        facts=display_facts(article.kind, revision.facts),
        lead_figure=draw_lead(leading, revision.facts, revision.body_html, article.language),
        lacks_lead=leading is None and bool(chosen_lead(revision.facts)),
        when=format_times(times_of(article.kind, revision.facts), g.language),
    )


@bp.get("/articles/<slug>/revisions/<int:number>/citation.<ending>")
@allow(Permission.READ)
def citation(slug: str, number: int, ending: str) -> Response:
    """Send the citation of a revision as a file for a program that keeps references."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    revision = find_revision(article, number, viewer)
    if ending not in _FILES:
        raise NotFound()
    credited = find_credits(article, revision.number)
    cited = make_citation(article, revision, credited, list_tags(article), of_version=True)
    write, mimetype = _FILES[ending]
    response = Response(write(cited), content_type=f"{mimetype}; charset=utf-8")
    name = f"{article.slug}-{revision.number}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/articles/<slug>/compare")
@allow(Permission.READ)
def compare(slug: str) -> ResponseReturnValue:
    """Compare two texts of an article word by word; without numbers, the two newest."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    if "from" not in request.args or "to" not in request.args:
        return _redirect_to_comparison(article)
    numbers = sorted((read_number(request.args["from"]), read_number(request.args["to"])))
    old, new = (find_revision(article, number, viewer) for number in numbers)
    is_wide = request.args.get("view") == "columns"
    owner = viewer.user_id or client_code()
    return render_template(
        "revisions/compare.html",
        article=article,
        title=article.shown.title,
        old=old,
        new=new,
        fields=compare_fields(_fields_of(article.kind, old), _fields_of(article.kind, new)),
        body=compare_in_turn(old.body_markdown, new.body_markdown, owner),
        view="columns" if is_wide else "inline",
        before=find_adjacent_numbers(article, old.number, viewer)[0],
        after=find_adjacent_numbers(article, new.number, viewer)[1],
    )


def _redirect_to_comparison(article: Article) -> Response:
    """Redirect to the URL with the missing numbers: of the revision before, or of the newest."""
    viewer = current_viewer()
    newest = list_newest_numbers(article, viewer)
    if not newest:
        raise NotFound()
    new = read_number(request.args["to"]) if "to" in request.args else newest[0]
    if "from" in request.args:
        old = read_number(request.args["from"])
    else:
        old = find_adjacent_numbers(article, new, viewer)[0] or new
    values: dict[str, Any] = {"from": old, "to": new}
    if "view" in request.args:
        values["view"] = request.args["view"]
    return redirect(article_url(article, "revisions.compare", **values), 302)


def _fields_of(kind: str, revision: Revision) -> dict[str, object]:
    return label_fields(kind, revision.title, revision.summary, revision.facts)


@bp.route("/articles/<slug>/revisions/<int:number>/hide", methods=["GET", "POST"])
@allow(Permission.HIDE_REVISION)
def hide(slug: str, number: int) -> ResponseReturnValue:
    """Ask for a reason, and hide a text; or show a hidden one again."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    revision = find_revision(article, number, viewer)
    form = ReasonForm()
    if request.method != "POST":
        return _hide_page(article, revision, form)
    try:
        if request.form.get("intent") == "show":
            show_revision_again(article, number, viewer)
            flash(_("Version %(number)s can be read again.", number=number), "success")
        else:
            hide_revision(article, number, form.reason.data or "", viewer)
            flash(_("Version %(number)s is hidden.", number=number), "success")
    except InvalidInput as error:
        form.show(error)
        return _hide_page(article, revision, form), 422
    return redirect(article_url(article, "revisions.index"), 303)


def _hide_page(article: Article, revision: Revision, form: ReasonForm) -> str:
    return render_template(
        "revisions/hide.html",
        article=article,
        title=article.shown.title,
        revision=revision,
        form=form,
    )
