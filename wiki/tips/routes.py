"""Serve the form in which readers say what is wrong with an article, without cookie or script."""

from flask import Blueprint, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.models import Article
from wiki.articles.routes.urls import article_at, article_url
from wiki.errors import Busy, InvalidInput, NotFound
from wiki.tips.actions import add_tip, check_tip
from wiki.tips.forms import TipForm
from wiki.web.clients import client_code

bp = Blueprint("tips", __name__)


def _find_article(slug: str) -> Article:
    article = article_at(slug, current_viewer())
    if not current_app.config["READER_TIPS"] or not article.is_public:
        raise NotFound()
    return article


@bp.get("/articles/<slug>/wrong")
@allow(Permission.READ)
def new(slug: str) -> str:
    """Ask a reader what is wrong with an article."""
    return _page(_find_article(slug), TipForm(formdata=None))


def _page(article: Article, form: TipForm) -> str:
    return render_template("tips/new.html", article=article, title=article.shown.title, form=form)


@bp.post("/articles/<slug>/wrong")
@allow(Permission.READ)
def add(slug: str) -> ResponseReturnValue:
    """Keep what a reader says, within limits; it stays in the form if that fails."""
    if "Origin" not in request.headers:
        abort(400, _("The form was sent from another site."))
    article, form = _find_article(slug), TipForm()
    thanks = redirect(article_url(article, "tips.thanks"), 303)
    if form.homepage.data:
        return thanks
    limits = current_app.extensions["tips"]
    try:
        check_tip(form.words.data)  # what is refused does not count
        if not limits.hit(client_code()):
            raise Busy(_("Several have come from your network lately. Wait a minute."))
        add_tip(article, form.words.data)
    except InvalidInput as error:
        form.show(error)
        return _page(article, form), 422
    except Busy as error:
        form.show(error)
        return _page(article, form), 429
    return thanks


@bp.get("/articles/<slug>/wrong/thanks")
@allow(Permission.READ)
def thanks(slug: str) -> str:
    """Thank the reader, and say what becomes of it."""
    article = _find_article(slug)
    return render_template("tips/thanks.html", article=article, title=article.shown.title)
