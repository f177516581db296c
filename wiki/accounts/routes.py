"""Serve log-in and log-out, and change what the account page shows."""

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from wiki.accounts.actions import users as actions
from wiki.accounts.actions.login import end_other_sessions as end_others
from wiki.accounts.actions.login import log_in, log_out
from wiki.accounts.actions.profile import PLACED, Profile, is_placed, update_profile
from wiki.accounts.arrival import arrive, target_of, with_session
from wiki.accounts.forms import (
    LoginForm,
    NameForm,
    PasswordForm,
    ProfileForm,
    ShortcutsForm,
    wait_message,
)
from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.queries import find_own_user
from wiki.accounts.steps.throttle import TooManyTries
from wiki.errors import InvalidInput, WikiError
from wiki.web.forms import WikiForm
from wiki.web.kept import read_carried
from wiki.web.middleware import sessioncookie

bp = Blueprint("accounts", __name__)
Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@bp.route("/login", methods=["GET", "POST"])
@allow(Permission.READ)
def login() -> Answer:
    """Show the log-in form, and start a session."""
    form = LoginForm()
    if request.method in {"GET", "HEAD"}:
        form.next.data = request.args.get("next", "")
    if not current_viewer().is_anonymous:
        return redirect(target_of(form.target, current_viewer()), 303)
    if not form.validate_on_submit():
        return _login_page(form, 200 if request.method in {"GET", "HEAD"} else 422)
    try:
        login = log_in(
            form.email.data,
            form.password.data,
            request.remote_addr or "",
            sessioncookie.read_known_browser(),
        )
    except TooManyTries as error:
        return _throttled_page("accounts/login.html", form, error)
    except InvalidInput as error:
        form.show(error)
        return _login_page(form, 422)
    return arrive(login, form.target, read_carried())


@bp.get("/session")
@allow(Permission.READ)
def own_session() -> Response:
    """Tell a form that stays open who is logged in, and give it a new token."""
    user_id = current_viewer().user_id
    return jsonify(user=user_id, token=None if user_id is None else generate_csrf())


@bp.get("/account/logged-in")
@allow(Permission.HAVE_ACCOUNT)
def logged_in() -> str:
    """Lead back to a form that stayed open in another window; the gate asks to log in first."""
    return render_template("accounts/logged_in.html")


def _login_page(form: LoginForm, status: int) -> Answer:
    form.next.data = form.target
    if form.drop_stale_token():
        message = _("This page had been open for too long. Write your password once more.")
        form.show(WikiError(message))
    return render_template("accounts/login.html", form=form, kept=read_carried()), status


def _throttled_page(
    template: str, form: LoginForm | PasswordForm, error: TooManyTries
) -> tuple[str, int, dict[str, str]]:
    form.show(WikiError(wait_message(error.wait_seconds)))
    page = render_template(template, form=form, kept=read_carried())
    return page, 429, {"Retry-After": str(error.wait_seconds)}


@bp.post("/logout")
@allow(Permission.READ)
def logout() -> Response:
    """End the session and delete its cookie."""
    log_out(sessioncookie.read_token())
    university = session.get("university")
    session.clear()
    home = url_for("oidc.logged_out", key=university) if university else url_for("home.index")
    response = redirect(home, 303)
    sessioncookie.delete_token(response)
    return response


@bp.route("/account/name", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT)
def name() -> Answer:
    """Change the viewer's own name."""
    viewer = current_viewer()
    form = NameForm(data={"name": viewer.name})
    if form.validate_on_submit():
        try:
            actions.rename_user(viewer.user_id or 0, form.name.data, viewer)
        except InvalidInput as error:
            form.show(error)
        else:
            flash(_("Your name is changed."), "success")
            return redirect(url_for("home.account"), 303)
    return render_template("accounts/name.html", form=form), 422 if form.errors else 200


@bp.route("/account/profile", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT)
def profile() -> Answer:
    """Change what the viewer's own page says of them."""
    viewer = current_viewer()
    user = find_own_user(viewer)
    universities = current_app.extensions["universities"].value()
    slugs = {found.id: found.slug for found in universities}
    form = ProfileForm(obj=user, data={"university": slugs.get(user.university_id or 0, "")})
    form.university.choices = [("", _("None of these"))]
    form.university.choices += [(found.slug, found.label(g.language)) for found in universities]
    if is_placed(viewer):
        form.university.description = str(PLACED)
    if form.validate_on_submit():
        try:
            update_profile(_read_profile(form), viewer)
        except InvalidInput as error:
            form.show(error)
        else:
            flash(_("Your page is changed."), "success")
            return redirect(url_for("home.account"), 303)
    return render_template("accounts/profile.html", form=form), 422 if form.errors else 200


def _read_profile(form: ProfileForm) -> Profile:
    return Profile(
        university=form.university.data or "",
        family=form.family.data or "",
        orcid=form.orcid.data or "",
        about=form.about.data or "",
        has_page=bool(form.has_page.data),
    )


@bp.post("/account/shortcuts")
@allow(Permission.HAVE_ACCOUNT)
def shortcuts() -> Response:
    """Switch single-key shortcuts on or off."""
    is_on = bool(ShortcutsForm().is_on.data)
    actions.set_shortcuts(is_on, current_viewer())
    flash(_("Keyboard shortcuts are on.") if is_on else _("Keyboard shortcuts are off."), "success")
    return redirect(url_for("home.account"), 303)


@bp.route("/account/password", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT)
def password() -> Answer:
    """Change the viewer's own password, which logs out everywhere else."""
    form = PasswordForm()
    if form.validate_on_submit():
        current, new = form.current_password.data, form.new_password.data
        try:
            known = sessioncookie.read_known_browser()
            login = actions.change_password(current, new, current_viewer(), known)
        except TooManyTries as error:
            return _throttled_page("accounts/password.html", form, error)
        except InvalidInput as error:
            form.show(error)
        else:
            response = with_session(redirect(url_for("home.account"), 303), login)
            flash(_("Your password is changed. Other browsers are logged out."), "success")
            return response
    return render_template("accounts/password.html", form=form), 422 if form.errors else 200


@bp.route("/account/other-sessions/end", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT)
def end_other_sessions() -> Answer:
    """Ask first, then log out everywhere else."""
    if request.method in {"GET", "HEAD"}:
        return render_template("accounts/end_sessions.html", form=WikiForm())
    end_others(sessioncookie.read_token(), current_viewer())
    flash(_("You are logged out of all other browsers."), "success")
    return redirect(url_for("home.account"), 303)
