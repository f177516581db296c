"""Send somebody what is stored about them, and forget people who ask for it."""

import io
import zipfile

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.queries import find_user
from wiki.errors import InvalidInput
from wiki.personal_data.actions import fetch_data, forget_person
from wiki.personal_data.forgetting import pseudonym_of
from wiki.personal_data.forms import ForgetForm

bp = Blueprint("personal_data", __name__)
Answer = str | BaseResponse | tuple[str, int]
_USER = "/admin/users/<id:user_id>"


@bp.get("/account/data")
@allow(Permission.HAVE_ACCOUNT)
def own() -> str:
    """Say what the file of personal data holds."""
    return render_template("personal_data/own.html")


@bp.post("/account/data/file")
@allow(Permission.HAVE_ACCOUNT, confirmed=True)
def own_file() -> Response:
    """Send somebody what is stored about them."""
    return _send(current_viewer().user_id or 0)


@bp.post(f"{_USER}/data/file")
@allow(Permission.MANAGE_USERS, confirmed=True)
def file_of_user(user_id: int) -> Response:
    """Send an administrator what is stored about somebody who has asked for it."""
    return _send(user_id)


def _send(user_id: int) -> Response:
    text = fetch_data(user_id, current_viewer())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("personal-data.json", text)
    response = Response(packed.getvalue(), mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename="personal-data.zip")
    return response


@bp.route(f"{_USER}/forgetting", methods=["GET", "POST"])
@allow(Permission.MANAGE_USERS, confirmed=True)
def forget(user_id: int) -> Answer:
    """Ask twice, the second time for the address of the account, then forget a person."""
    viewer, form = current_viewer(), ForgetForm()
    user = find_user(user_id, viewer)
    is_second = form.step.data == "second"
    if is_second and form.validate_on_submit():
        try:
            forget_person(user_id, form.email.data, viewer)
        except InvalidInput as error:
            form.show(error)
        else:
            flash(_("The person is forgotten. Their texts stay."), "success")
            return redirect(url_for("admin.user", user_id=user_id), 303)
    template = "sure.html" if form.step.data else "forget.html"
    form.step.data = "second" if form.step.data else "first"
    page = render_template(
        f"personal_data/{template}", user=user, form=form, pseudonym=pseudonym_of(user_id)
    )
    return page, 422 if form.errors else 200
