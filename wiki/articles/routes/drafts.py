"""Serve what authors do with drafts of their own: take them back, send them, delete them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission, require
from wiki.articles.actions.drafts import delete_draft, hold_draft, send_draft
from wiki.articles.routes.blueprint import bp
from wiki.articles.routes.urls import article_at, article_url
from wiki.errors import InvalidInput
from wiki.web.forms import WikiForm
from wiki.web.undo import flash_undoable


@bp.post("/articles/<slug>/waiting")
@allow(Permission.EDIT)
def waiting(slug: str) -> Response:
    """Take a draft out of the editors' list, or put it there again."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    url = article_url(article, "articles.waiting")
    if request.form.get("intent") == "hold":
        hold_draft(article.id, viewer)
        message = _("The draft is taken back. The editors do not have it on their list any more.")
        flash_undoable(message, url, {"intent": "send"})
    else:
        send_draft(article.id, viewer)
        message = _("The draft is on the editors' list. You can go on writing meanwhile.")
        flash_undoable(message, url, {"intent": "hold"})
    return redirect(url_for("home.own_articles"), 303)


@bp.route("/articles/<slug>/deletion", methods=["GET", "POST"])
@allow(Permission.DELETE_DRAFT)
def deletion(slug: str) -> ResponseReturnValue:
    """Ask whether an own draft is to be deleted for good, and delete it."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    require(Permission.DELETE_DRAFT, viewer, article)
    form, title, status = WikiForm(), article.head.title, 200
    if request.method == "POST":
        try:
            delete_draft(article.id, viewer)
        except InvalidInput as error:
            form.show(error)
            status = 422
        else:
            flash(_("The draft “%(title)s” is deleted.", title=title), "success")
            return redirect(url_for("home.own_articles"), 303)
    page = render_template("articles/deletion.html", article=article, title=title, form=form)
    return page, status
