"""Serve the page on which an editor sets when a draft is published."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.appointments.actions import cancel_time, set_time
from wiki.appointments.forms import TimeForm
from wiki.appointments.queries import find_time
from wiki.articles.models import Article
from wiki.articles.routes.urls import article_at, article_url
from wiki.articles.steps.revise import find_head
from wiki.errors import EditConflict, InvalidInput
from wiki.reviews.steps import waits
from wiki.web.undo import flash_undoable

bp = Blueprint("appointments", __name__)


@bp.get("/articles/<slug>/time")
@allow(Permission.PUBLISH)
def show(slug: str) -> str:
    """Show when the draft of an article will be published, and a form to set that."""
    return _page(article_at(slug, current_viewer()), TimeForm(formdata=None))


def _page(article: Article, form: TimeForm) -> str:
    head = find_head(article)
    form.number.data = str(head.number)
    return render_template(
        "appointments/show.html",
        article=article,
        title=head.title,
        head=head,
        form=form,
        timezone=current_app.config["TIMEZONE"],
        waits=waits(article),
        set_time=find_time(article, current_viewer()),
    )


@bp.post("/articles/<slug>/time")
@allow(Permission.PUBLISH)
def put(slug: str) -> ResponseReturnValue:
    """Set the time; what was typed stays in the form if that fails."""
    viewer = current_viewer()
    article, form = article_at(slug, viewer), TimeForm()
    try:
        made = set_time(article.id, form.read_version(), form.at.data, viewer)
    except InvalidInput as error:
        form.show(error)
        return _page(article, form), 422
    except EditConflict as conflict:
        form.show(conflict)
        return _page(article, form), 409
    message = _(
        "“%(title)s” will be published on %(time)s.",
        title=find_head(article).title,
        time=format_datetime(made.at, "d MMMM y HH:mm"),
    )
    flash_undoable(message, article_url(article, "appointments.cancel"))
    return redirect(article_url(article, "reviews.show"), 303)


@bp.post("/articles/<slug>/time/cancel")
@allow(Permission.PUBLISH)
def cancel(slug: str) -> Response:
    """Publish at no set time."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    number = request.form.get("number", str(find_head(article).number))
    if at := cancel_time(article.id, viewer):
        local = datetime.fromisoformat(at).astimezone(ZoneInfo(current_app.config["TIMEZONE"]))
        flash_undoable(
            _("The draft is published at no set time now. It waits for an editor."),
            article_url(article, "appointments.put"),
            {"number": number, "at": local.strftime("%Y-%m-%d %H:%M")},
        )
    else:
        flash(_("No time was set."), "info")
    return redirect(article_url(article, "reviews.show"), 303)
