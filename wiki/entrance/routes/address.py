"""Change one's e-mail address."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.steps.throttle import TooManyTries
from wiki.entrance.actions.address import ask_for_address, confirm_address
from wiki.entrance.forms import AddressForm
from wiki.entrance.models import Purpose
from wiki.entrance.queries import find_link
from wiki.entrance.routes.blueprint import bp
from wiki.entrance.routes.pages import Answer, private
from wiki.errors import InvalidInput, NotFound, WikiError
from wiki.mail.steps import is_mail_on
from wiki.web.forms import WikiForm


@bp.route("/account/address", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT)
def address() -> Answer:
    """Ask for another address, and mail a link to it."""
    form, status = AddressForm(), 200
    if is_mail_on() and form.validate_on_submit():
        email, password = form.email.data, form.current_password.data
        try:
            ask_for_address(email, password, current_viewer())
        except TooManyTries:
            form.show(WikiError(_("Too many failed tries. Wait a little, then try again.")))
            status = 429
        except InvalidInput as error:
            form.show(error)
        else:
            message = _("Open the link that is on its way to %(address)s.", address=email)
            flash(message, "success")
            return redirect(url_for("home.account"), 303)
    page = render_template("entrance/address.html", form=form, is_on=is_mail_on())
    return page, 422 if form.errors and status == 200 else status


@bp.route("/account/address/<token>", methods=["GET", "POST"])
@allow(Permission.READ)
def new_address(token: str) -> Answer:
    """Change the address of whoever has the link; reading the page changes nothing."""
    form = WikiForm()
    try:
        link, _user = find_link(Purpose.ADDRESS, token)
        email = link.email
        if form.validate_on_submit():
            changed = confirm_address(token)
            flash(_("Your address is %(address)s now.", address=changed), "success")
            target = "accounts.login" if current_viewer().is_anonymous else "home.account"
            return private(redirect(url_for(target), 303))
    except NotFound:
        return private(render_template("entrance/expired.html", purpose="address"), 404)
    except InvalidInput as error:
        form.show(error)
    page = render_template("entrance/new_address.html", form=form, email=email)
    return private(page, 422 if form.errors else 200)
