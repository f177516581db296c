"""Mail a link to a new password, and take the password that its page asks for."""

from flask import current_app, flash, g, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow
from wiki.accounts.permissions import Permission
from wiki.entrance.actions.password import ask_for_link, set_password
from wiki.entrance.forms import ForgottenForm, NewPasswordForm
from wiki.entrance.models import Purpose
from wiki.entrance.queries import find_link
from wiki.entrance.routes.blueprint import bp
from wiki.errors import InvalidInput, NotFound, WikiError
from wiki.mail.steps import is_mail_on
from wiki.web.clients import client_code

Answer = str | Response | tuple[str, int]


@bp.route("/password/forgotten", methods=["GET", "POST"])
@allow(Permission.READ)
def forgotten() -> Answer:
    """Ask for an address, and say the same whether it has an account or not."""
    form = ForgottenForm()
    if not is_mail_on() or not form.validate_on_submit():
        page = render_template("entrance/forgotten.html", form=form, is_on=is_mail_on())
        return page, 422 if form.errors else 200
    if not current_app.extensions["entrance"].hit(client_code()):
        form.show(WikiError(_("Too many have been asked for from here. Wait a minute.")))
        return render_template("entrance/forgotten.html", form=form, is_on=True), 429
    ask_for_link(form.email.data, g.language)
    return render_template("entrance/asked.html", email=form.email.data)


@bp.route("/password/new/<token>", methods=["GET", "POST"])
@allow(Permission.READ)
def new_password(token: str) -> Answer:
    """Take a new password from whoever has the link; reading the page does not use it up."""
    return _password_page(Purpose.PASSWORD, token)


def _password_page(purpose: Purpose, token: str) -> Answer:
    form = NewPasswordForm()
    try:
        _link, user = find_link(purpose, token)
        name, email = user.name, user.email
        if form.validate_on_submit():
            set_password(purpose, token, form.new_password.data)
            flash(_("Your password is set. Log in with it."), "success")
            return private(redirect(url_for("accounts.login"), 303))
    except NotFound:
        return private(render_template("entrance/expired.html", purpose=purpose.value), 404)
    except InvalidInput as error:
        form.show(error)
    page = render_template(
        "entrance/new_password.html", form=form, name=name, email=email, purpose=purpose.value
    )
    return private(page, 422 if form.errors else 200)


def private(answer: str | Response, status: int = 200) -> Response:
    """Return an answer whose address no other site learns.

    Not "no-referrer": with that, browsers would say of our own form that it came from nowhere.
    """
    response = make_response(answer, status) if isinstance(answer, str) else answer
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
