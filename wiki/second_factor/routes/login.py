"""Ask for the second factor after the password, and for a proof before changes of it."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wiki.accounts.arrival import arrive, target_of
from wiki.accounts.forms import CodeForm, wait_message
from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.queries import find_waiting
from wiki.accounts.steps.throttle import TooManyTries
from wiki.errors import InvalidInput, WikiError
from wiki.second_factor.actions.prove import NotWaiting, confirm_by_password, pass_code
from wiki.second_factor.forms import ConfirmForm
from wiki.second_factor.routes.blueprint import bp
from wiki.web.kept import read_carried
from wiki.web.middleware import sessioncookie

Answer = Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@bp.route("/login/code", methods=["GET", "POST"])
@allow(Permission.READ)
def ask() -> Answer:
    """Ask whoever has given the password for a code, and let them in."""
    form = CodeForm()
    if request.method in {"GET", "HEAD"}:
        form.next.data = request.args.get("next", "")
    if not current_viewer().is_anonymous:
        return redirect(target_of(form.target, current_viewer()), 303)
    token = sessioncookie.read_token()
    if find_waiting(token) is None:
        return redirect(url_for("accounts.login"), 303)
    if not form.validate_on_submit():
        return _code_page(form, 200 if request.method in {"GET", "HEAD"} else 422)
    try:
        login = pass_code(token, form.code.data, sessioncookie.read_known_browser())
    except NotWaiting:
        return redirect(url_for("accounts.login"), 303)
    except TooManyTries as error:
        return _throttled(form, error, "second_factor/ask.html")
    except InvalidInput as error:
        form.show(error)
        return _code_page(form, 422)
    return arrive(login, form.target, read_carried())


def _code_page(form: CodeForm, status: int) -> Answer:
    form.next.data = form.target
    form.ask_again_if_stale()
    return render_template("second_factor/ask.html", form=form, kept=read_carried()), status


def _throttled(form: CodeForm | ConfirmForm, error: TooManyTries, template: str) -> Answer:
    form.show(WikiError(wait_message(error.wait_seconds)))
    page = render_template(template, form=form, kept=read_carried())
    return page, 429, {"Retry-After": str(error.wait_seconds)}


@bp.route("/account/confirm", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT)
def confirm() -> Answer:
    """Ask somebody who is logged in for the password once more."""
    form = ConfirmForm()
    if request.method in {"GET", "HEAD"}:
        form.next.data = request.args.get("next", "")
    if form.validate_on_submit():
        try:
            confirm_by_password(form.password.data, sessioncookie.read_token(), current_viewer())
        except TooManyTries as error:
            return _throttled(form, error, "second_factor/confirm.html")
        except InvalidInput as error:
            form.show(error)
        else:
            return redirect(form.target or url_for("second_factor.index"), 303)
    form.next.data = form.target
    page = render_template("second_factor/confirm.html", form=form)
    return page, 422 if form.errors else 200
