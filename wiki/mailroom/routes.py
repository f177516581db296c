"""Serve the administrators' page of mail."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.errors import InvalidInput
from wiki.mail.queries import MailState
from wiki.mail.steps import is_mail_on
from wiki.mailroom import actions
from wiki.mailroom.queries import can_be_retried, find_message, list_mail, read_figures
from wiki.settings.mailserver import read_server
from wiki.web.forms import WikiForm
from wiki.web.numbers import read_page

bp = Blueprint("mailroom", __name__)
_MESSAGE = "/admin/mail/<id:message_id>"


@bp.get("/admin/mail")
@allow(Permission.MANAGE_MAIL)
def index() -> str:
    """Show how mail is sent, and the messages in one state."""
    viewer, wanted = current_viewer(), request.args.get("state", "")
    state = MailState(wanted) if wanted in set(MailState) else MailState.WAITING
    return render_template(
        "mailroom/index.html",
        page=list_mail(state, read_page(request.args.get("page")), viewer),
        state=state,
        figures=read_figures(viewer),
        server=read_server(current_app.config["MAIL_SERVER"]) if is_mail_on() else None,
        sender=current_app.config["MAIL_SENDER"],
        can_be_retried=can_be_retried,
    )


@bp.post("/admin/mail/test")
@allow(Permission.MANAGE_MAIL)
def test() -> Response:
    """Write a message to the administrator who asks for it."""
    try:
        address = actions.send_trial(current_viewer())
    except InvalidInput as error:
        flash(error.message, "error")
    else:
        flash(_("A test message to %(address)s is on its way.", address=address), "success")
    return redirect(url_for("mailroom.index"), 303)


@bp.post(f"{_MESSAGE}/retry")
@allow(Permission.MANAGE_MAIL)
def retry(message_id: int) -> Response:
    """Try a message again."""
    try:
        actions.retry_message(message_id, current_viewer())
    except InvalidInput as error:
        flash(error.message, "error")
        return redirect(url_for("mailroom.index", state=MailState.FAILED), 303)
    flash(_("The message is tried again now."), "success")
    return redirect(url_for("mailroom.index"), 303)


@bp.post("/admin/mail/retry")
@allow(Permission.MANAGE_MAIL)
def retry_failed() -> Response:
    """Try all messages that failed again."""
    count = actions.retry_failed(current_viewer())
    flash(
        ngettext(
            "%(num)s message is tried again now.", "%(num)s messages are tried again now.", count
        ),
        "success",
    )
    return redirect(url_for("mailroom.index"), 303)


@bp.route(f"{_MESSAGE}/deletion", methods=["GET", "POST"])
@allow(Permission.MANAGE_MAIL)
def delete(message_id: int) -> str | Response:
    """Ask first, then delete a message."""
    form, viewer = WikiForm(), current_viewer()
    wanted = request.values.get("state", "")
    state = wanted if wanted in set(MailState) else MailState.WAITING
    if not form.validate_on_submit():
        message = find_message(message_id, viewer)
        return render_template("mailroom/delete.html", form=form, message=message, state=state)
    actions.delete_message(message_id, viewer)
    flash(_("The message is deleted."), "success")
    return redirect(url_for("mailroom.index", state=state), 303)
