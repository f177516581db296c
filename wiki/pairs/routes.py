"""Serve the page on which a translation is kept in step with its original."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission, require
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.articles.routes.urls import article_at, article_url
from wiki.errors import EditConflict, NotFound
from wiki.pairs.actions import Agreed, agree_on, follow_original, undo_agreement
from wiki.pairs.queries.standing import find_standing, list_changed
from wiki.web.numbers import read_number
from wiki.web.undo import flash_undoable

bp = Blueprint("pairs", __name__)


@bp.get("/articles/<slug>/translation/sections")
@allow(Permission.TRANSLATE)
def sections(slug: str) -> str:
    """Show which sections of the original have changed since a translation was up to date."""
    return _page(_permitted(slug))


def _permitted(slug: str) -> Article:
    """Return the article with a slug; raise NotAllowed when the viewer may not translate it."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    require(Permission.TRANSLATE, viewer, article)
    return article


def _page(article: Article, message: str = "") -> str:
    viewer = current_viewer()
    standing = find_standing(article, viewer)
    if standing is None:
        raise NotFound()
    original = find_permitted(standing.other.id, Permission.TRANSLATE, viewer)
    return render_template(
        "pairs/sections.html",
        article=article,
        title=article.shown.title,
        standing=standing,
        original=original,
        changed=list_changed(article, original, viewer) if standing.follows else [],
        message=message,
    )


@bp.post("/articles/<slug>/translation/sections")
@allow(Permission.TRANSLATE)
def agree(slug: str) -> ResponseReturnValue:
    """Say that a section of the translation is up to date, or all of it."""
    article, viewer = _permitted(slug), current_viewer()
    name, number = request.form.get("section", ""), read_number(request.form.get("number"))
    try:
        agreed = agree_on(article.id, name, number, viewer)
    except EditConflict as error:
        return _page(article, str(error.message)), 409
    left = ngettext("%(num)s section is left.", "%(num)s sections are left.", agreed.behind)
    text = _("The section is up to date.") if name else _("The translation is up to date.")
    return _told(article, f"{text} {left}" if agreed.behind else text, agreed)


@bp.post("/articles/<slug>/translation/original")
@allow(Permission.TRANSLATE)
def follow(slug: str) -> ResponseReturnValue:
    """Say that the article is the translation of the other one, and says the same."""
    article, viewer = _permitted(slug), current_viewer()
    try:
        agreed = follow_original(article.id, read_number(request.form.get("other")), viewer)
    except EditConflict as error:
        return _page(article, str(error.message)), 409
    return _told(article, _("From now on you are told what changes in the original."), agreed)


def _told(article: Article, text: str, agreed: Agreed) -> Response:
    undo_url = article_url(article, "pairs.undo")
    flash_undoable(text, undo_url, {"edition": agreed.edition})
    return redirect(article_url(article, "pairs.sections"), 303)


@bp.post("/articles/<slug>/translation/undo")
@allow(Permission.TRANSLATE)
def undo(slug: str) -> Response:
    """Take back what was said last of a translation."""
    article, viewer = _permitted(slug), current_viewer()
    undo_agreement(article.id, read_number(request.form.get("edition")), viewer)
    flash(_("It is as it was before."), "success")
    return redirect(article_url(article, "pairs.sections"), 303)
