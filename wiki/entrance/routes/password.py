"""Mail a link to a new password, and take the password that its page asks for."""

from flask import current_app, g, render_template
from flask_babel import gettext as _

from wiki.accounts.gate import allow
from wiki.accounts.permissions import Permission
from wiki.entrance.actions.password import ask_for_link
from wiki.entrance.forms import ForgottenForm
from wiki.entrance.models import Purpose
from wiki.entrance.routes.blueprint import bp
from wiki.entrance.routes.pages import Answer, password_page
from wiki.errors import WikiError
from wiki.mail.steps import is_mail_on
from wiki.web.clients import client_code


@bp.route("/password/forgotten", methods=["GET", "POST"])
@allow(Permission.READ)
def forgotten() -> Answer:
    """Ask for an address, and say the same whether it has an account or not."""
    form = ForgottenForm()
    if not is_mail_on() or not form.validate_on_submit():
        form.ask_again_if_stale()
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
    return password_page(Purpose.PASSWORD, token)
