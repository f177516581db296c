"""Make passkeys, log in by them, and remove them."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.arrival import arrive, target_of
from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.queries import find_own_user, find_waiting
from wiki.errors import InvalidInput, NotFound
from wiki.second_factor.actions import passkeys as actions
from wiki.second_factor.actions.prove import NotWaiting
from wiki.second_factor.passkeys import ask_for_new, ask_for_use
from wiki.second_factor.queries import find_own_passkey, list_keys
from wiki.second_factor.routes.blueprint import bp
from wiki.second_factor.routes.urls import show_codes
from wiki.second_factor.steps import Purpose, find_site, make_challenge
from wiki.web.forms import WikiForm
from wiki.web.kept import read_carried
from wiki.web.middleware import sessioncookie
from wiki.web.middleware.origin import safe_next

_PASSKEYS = "/account/second-factor/passkeys"


def _json(text: str) -> Response:
    return Response(text, mimetype="application/json")


@bp.get(f"{_PASSKEYS}/options")
@allow(Permission.HAVE_ACCOUNT, confirmed=True)
def new_options() -> Response:
    """Tell the script what a new passkey is made for."""
    user = find_own_user(current_viewer())
    challenge = make_challenge(Purpose.ADD, user.id)
    return _json(ask_for_new(find_site(), user.id, user.email, challenge, list_keys(user.id)))


@bp.post(_PASSKEYS)
@allow(Permission.HAVE_ACCOUNT, confirmed=True)
def add_passkey() -> Response | str:
    """Take a new passkey."""
    answer, name = request.form.get("credential", ""), request.form.get("name", "")
    try:
        codes = actions.add_passkey(answer, name, sessioncookie.read_token(), current_viewer())
    except InvalidInput as error:
        flash(error.message, "warning")
        return redirect(url_for("second_factor.index"), 303)
    return show_codes(codes, _("The passkey is added."))


@bp.route(f"{_PASSKEYS}/<id:passkey_id>/removal", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT, confirmed=True)
def remove_passkey(passkey_id: int) -> Response | str | tuple[str, int]:
    """Ask first, then forget a passkey."""
    viewer, form = current_viewer(), WikiForm()
    passkey = find_own_passkey(passkey_id, viewer)
    if form.validate_on_submit():
        try:
            actions.remove_passkey(passkey_id, viewer)
        except InvalidInput as error:
            form.show(error)
        else:
            flash(_("The passkey is removed."), "success")
            return redirect(url_for("second_factor.index"), 303)
    page = render_template("second_factor/passkey_removal.html", form=form, passkey=passkey)
    return page, 422 if form.errors else 200


@bp.get("/login/passkey")
@allow(Permission.READ)
def enter_options() -> Response:
    """Tell the script of the log-in what any passkey of this site may sign."""
    challenge = make_challenge(Purpose.ENTER, 0)
    return _json(ask_for_use(find_site(), challenge, (), verified=True))


@bp.post("/login/passkey")
@allow(Permission.READ)
def enter() -> Response:
    """Log in by a passkey instead of a password."""
    target = safe_next(request.form.get("next"))
    if not current_viewer().is_anonymous:
        return redirect(target_of(target, current_viewer()), 303)
    answer = request.form.get("credential", "")
    try:
        login = actions.enter_by_passkey(answer, sessioncookie.read_known_browser())
    except InvalidInput as error:
        flash(error.message, "warning")
        return redirect(url_for("accounts.login", next=target or None), 303)
    return arrive(login, target, read_carried())


@bp.get("/login/code/passkey")
@allow(Permission.READ)
def pass_options() -> Response:
    """Tell the script of the second step which passkeys of whoever logs in may sign what."""
    waiting = find_waiting(sessioncookie.read_token())
    if waiting is None:
        raise NotFound
    challenge = make_challenge(Purpose.PROVE, waiting.user_id)
    known = list_keys(waiting.user_id)
    return _json(ask_for_use(find_site(), challenge, known, verified=False))


@bp.post("/login/code/passkey")
@allow(Permission.READ)
def pass_second_step() -> Response:
    """Take a passkey as the second factor."""
    target, answer = safe_next(request.form.get("next")), request.form.get("credential", "")
    known = sessioncookie.read_known_browser()
    try:
        login = actions.pass_passkey(sessioncookie.read_token(), answer, known)
    except NotWaiting:
        return redirect(url_for("accounts.login"), 303)
    except InvalidInput as error:
        flash(error.message, "warning")
        return redirect(url_for("second_factor.ask", next=target or None), 303)
    return arrive(login, target, read_carried())
