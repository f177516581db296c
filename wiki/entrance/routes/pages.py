"""Answer what a mailed link leads to."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.entrance.actions.password import set_password
from wiki.entrance.forms import NewPasswordForm
from wiki.entrance.models import Purpose
from wiki.entrance.queries import find_link
from wiki.errors import InvalidInput, NotFound

Answer = str | Response | tuple[str, int]


def password_page(purpose: Purpose, token: str) -> Answer:
    """Show the form of a new password, and take it."""
    form = NewPasswordForm()
    try:
        _link, user = find_link(purpose, token)
        name, email = user.name, user.email
        if form.validate_on_submit():
            set_password(purpose, token, form.new_password.data)
            flash(_("Your password is set. Log in with it."), "success")
            return private(redirect(url_for("accounts.login"), 303))
        form.ask_again_if_stale()
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
