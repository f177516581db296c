"""Invite people, one or a list, and let them choose their passwords."""

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.models import Role
from wiki.accounts.permissions import Permission
from wiki.audit.steps import AlreadyMade
from wiki.entrance.actions import invitation as actions
from wiki.entrance.forms import InvitationForm, PeopleForm
from wiki.entrance.models import Purpose
from wiki.entrance.routes.blueprint import bp
from wiki.entrance.routes.pages import Answer, password_page
from wiki.errors import InvalidInput
from wiki.mail.steps import is_mail_on
from wiki.web.undo import flash_undoable


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@allow(Permission.READ)
def accept(token: str) -> Answer:
    """Take the password of somebody who was invited; reading the page does not use it up."""
    return password_page(Purpose.INVITATION, token)


@bp.route("/admin/invitations/new", methods=["GET", "POST"])
@allow(Permission.MANAGE_USERS)
def invite() -> Answer:
    """Invite somebody."""
    form = InvitationForm(data={"mail_language": g.language})
    form.university.choices = [("", _("None of these"))]
    universities = current_app.extensions["universities"].value()
    form.university.choices += [(found.slug, found.label(g.language)) for found in universities]
    if is_mail_on() and form.validate_on_submit():
        try:
            invitee = actions.check_invitee(
                form.name.data, form.email.data, Role(form.role.data), form.university.data or ""
            )
            language = form.mail_language.data
            actions.invite([invitee], language, current_viewer(), form.sent_id)
        except AlreadyMade:
            return redirect(url_for("admin.users"), 303)
        except InvalidInput as error:
            form.show(error)
        else:
            _flash_invited(1, form.sent_id)
            return redirect(url_for("admin.users"), 303)
    page = render_template("entrance/invite.html", form=form, is_on=is_mail_on())
    return page, 422 if form.errors else 200


@bp.route("/admin/invitations/list", methods=["GET", "POST"])
@allow(Permission.MANAGE_USERS)
def invite_list() -> Answer:
    """Show what a list of people would do, then do it, all or nothing."""
    form = PeopleForm(data={"mail_language": g.language})
    if not is_mail_on() or not form.validate_on_submit():
        return _list_page(form, [])
    try:
        checked = actions.check_people(form.people.data, current_viewer())
        is_faulty = any(row.faults for row in checked)
        if request.form.get("intent") == "invite" and not is_faulty:
            return _invite_all(form, checked)
    except InvalidInput as error:
        form.show(error)
        checked = []
    return _list_page(form, checked)


def _list_page(form: PeopleForm, checked: list[actions.Checked]) -> Answer:
    is_faulty = any(row.faults for row in checked)
    page = render_template(
        "entrance/invite_list.html",
        form=form,
        checked=checked,
        is_faulty=is_faulty,
        new=sum(row.invitee is not None and not row.has_account for row in checked),
        is_on=is_mail_on(),
    )
    return page, 422 if form.errors or is_faulty else 200


def _invite_all(form: PeopleForm, checked: list[actions.Checked]) -> Response:
    invitees = [row.invitee for row in checked if row.invitee and not row.has_account]
    try:
        actions.invite(invitees, form.mail_language.data, current_viewer(), form.sent_id)
    except AlreadyMade:
        return redirect(url_for("admin.users"), 303)
    _flash_invited(len(invitees), form.sent_id)
    return redirect(url_for("admin.users"), 303)


def _flash_invited(count: int, form_id: str | None) -> None:
    flash_undoable(
        ngettext("%(num)s person is invited.", "%(num)s people are invited.", count),
        url_for("entrance.withdraw"),
        {"form_id": form_id or ""},
    )


@bp.post("/admin/invitations/withdrawal")
@allow(Permission.MANAGE_USERS)
def withdraw() -> Response:
    """Take invitations back."""
    count = actions.withdraw_invitations(request.form.get("form_id", ""), current_viewer())
    message = ngettext(
        "%(num)s invitation is withdrawn.", "%(num)s invitations are withdrawn.", count
    )
    flash(message, "success")
    return redirect(url_for("admin.users"), 303)


@bp.post("/admin/users/<id:user_id>/invitation")
@allow(Permission.MANAGE_USERS)
def again(user_id: int) -> Response:
    """Mail another invitation to somebody who has not come."""
    try:
        actions.invite_again(user_id, current_viewer())
    except InvalidInput as error:
        flash(error.message, "error")
    else:
        flash(_("Another invitation is on its way."), "success")
    return redirect(url_for("admin.user", user_id=user_id), 303)
