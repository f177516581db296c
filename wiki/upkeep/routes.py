"""Serve the page on which an article is checked, and chosen who looks after it."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission, can, require
from wiki.articles.models import Article
from wiki.articles.routes.urls import article_at, article_url
from wiki.errors import EditConflict, InvalidInput
from wiki.upkeep.actions import check_article, edition_of, plan_upkeep, undo_check
from wiki.upkeep.forms import CheckForm, UpkeepForm
from wiki.upkeep.queries import find_upkeep, list_checks, list_owners
from wiki.web.forms import status_of
from wiki.web.middleware.origin import safe_next
from wiki.web.numbers import read_number
from wiki.web.undo import flash_undoable

bp = Blueprint("upkeep", __name__)


@bp.get("/articles/<slug>/upkeep")
@allow(Permission.CHECK)
def show(slug: str) -> str:
    """Show who looks after an article, when it was checked, and when it is to be checked again."""
    return _page(_permitted(slug, Permission.CHECK))


def _permitted(slug: str, permission: Permission) -> Article:
    """Return the article with a slug; raise NotAllowed when the viewer lacks the permission."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    require(permission, viewer, article)
    return article


def _page(
    article: Article, checking: CheckForm | None = None, planning: UpkeepForm | None = None
) -> str:
    viewer = current_viewer()
    upkeep = find_upkeep(article, viewer)
    checking = checking or CheckForm(formdata=None)
    checking.number.data = str(article.shown.number)
    if can(Permission.CHOOSE_OWNER, viewer):
        planning = planning or UpkeepForm(
            formdata=None, data={"owner": str(article.owner_id or ""), "day": article.check_by}
        )
        planning.seen.data = edition_of(article)
        planning.offer_people(list_owners(viewer), "" if upkeep.is_chosen else upkeep.owner)
    return render_template(
        "upkeep/show.html",
        article=article,
        title=article.shown.title,
        upkeep=upkeep,
        checks=list_checks(article, viewer),
        checking=checking,
        planning=planning,
    )


@bp.post("/articles/<slug>/upkeep")
@allow(Permission.CHECK)
def check(slug: str) -> ResponseReturnValue:
    """Say that what readers see is right."""
    viewer = current_viewer()
    article = _permitted(slug, Permission.CHECK)
    form = CheckForm()
    if not form.validate():
        return _page(article, form), 422
    try:
        check_id = check_article(article.id, form.read_version(), form.check_by.data, viewer)
    except (InvalidInput, EditConflict) as error:
        form.show(error)
        return _page(article, form), status_of(error)
    back = safe_next(request.form.get("next")) or article_url(article)
    flash_undoable(
        _("“%(title)s” is checked. Readers see the date.", title=article.shown.title),
        article_url(article, "upkeep.undo"),
        {"check": check_id, "next": back},
    )
    return redirect(back, 303)


@bp.post("/articles/<slug>/upkeep/undo")
@allow(Permission.CHECK)
def undo(slug: str) -> Response:
    """Take one's own newest check back."""
    viewer = current_viewer()
    article = _permitted(slug, Permission.CHECK)
    undo_check(article.id, read_number(request.form.get("check")), viewer)
    flash(_("The check is taken back."), "success")
    return redirect(safe_next(request.form.get("next")) or article_url(article), 303)


@bp.post("/articles/<slug>/upkeep/plan")
@allow(Permission.CHOOSE_OWNER)
def plan(slug: str) -> ResponseReturnValue:
    """Choose who looks after the article, and by which day it is to be checked."""
    viewer = current_viewer()
    article = _permitted(slug, Permission.CHOOSE_OWNER)
    form, here = UpkeepForm(), article_url(article, "upkeep.show")
    before = {"owner": str(article.owner_id or ""), "day": str(article.check_by or "")}
    if not form.validate():
        return _page(article, planning=form), 422
    try:
        plan_upkeep(article.id, form.read_owner(), form.day.data, form.seen.data or "", viewer)
    except (InvalidInput, EditConflict) as error:
        form.show(error)
        return _page(article, planning=form), status_of(error)
    flash_undoable(
        _("The upkeep of “%(title)s” is changed.", title=article.shown.title),
        article_url(article, "upkeep.plan"),
        {**before, "seen": edition_of(article)},
    )
    return redirect(here, 303)
