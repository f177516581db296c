"""Show somebody their second factors, set them up and remove them."""

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from wiki.accounts.gate import allow, current_viewer, lacks_factor
from wiki.accounts.permissions import Permission
from wiki.accounts.queries import find_own_user
from wiki.accounts.viewer import Viewer
from wiki.errors import InvalidInput
from wiki.second_factor.actions import factors as actions
from wiki.second_factor.codes import is_backup_code, read_code
from wiki.second_factor.forms import AppForm
from wiki.second_factor.qr import draw_qr
from wiki.second_factor.queries import find_own_factors
from wiki.second_factor.routes.blueprint import bp
from wiki.second_factor.routes.urls import show_codes
from wiki.second_factor.steps import read_secret, sign_secret
from wiki.second_factor.totp import address_for_app, new_secret
from wiki.web.forms import WikiForm
from wiki.web.middleware import sessioncookie

Answer = str | BaseResponse | tuple[str, int]


@bp.get("/account/second-factor")
@allow(Permission.HAVE_ACCOUNT)
def index() -> str:
    """Show what the viewer logs in with."""
    viewer = current_viewer()
    factors = find_own_factors(viewer)
    return render_template("second_factor/index.html", factors=factors, must=lacks_factor())


@bp.route("/account/second-factor/app", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT, confirmed=True)
def app() -> Answer:
    """Give an app its secret, and ask for the code that it shows then."""
    viewer, form = current_viewer(), AppForm()
    if form.validate_on_submit():
        try:
            token = sessioncookie.read_token()
            codes = actions.add_app(form.signed.data or "", form.code.data, token, viewer)
        except InvalidInput as error:
            form.show(error)
        else:
            return show_codes(codes, _("The app is set up."))
    secret = read_secret(viewer.user_id or 0, form.signed.data or "") or new_secret()
    return _app_page(form, secret, viewer), 422 if form.errors else 200


def _app_page(form: AppForm, secret: str, viewer: Viewer) -> str:
    form.signed.data = sign_secret(viewer.user_id or 0, secret)
    address = address_for_app(
        secret, find_own_user(viewer).email, str(current_app.extensions["site"].name())
    )
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    page = "second_factor/app.html"
    return render_template(page, form=form, qr=draw_qr(address), secret=" ".join(groups))


@bp.route("/account/second-factor/app/removal", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT, confirmed=True)
def remove_app() -> Answer:
    """Ask first, then forget the app."""
    form = WikiForm()
    if form.validate_on_submit():
        try:
            actions.remove_app(current_viewer())
        except InvalidInput as error:
            form.show(error)
        else:
            flash(_("The app is removed."), "success")
            return redirect(url_for("second_factor.index"), 303)
    page = render_template("second_factor/app_removal.html", form=form)
    return page, 422 if form.errors else 200


@bp.route("/account/second-factor/codes", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT, confirmed=True)
def codes() -> Answer:
    """Ask first, then make new backup codes and show them once."""
    form = WikiForm()
    if not form.validate_on_submit():
        return render_template("second_factor/codes_renewal.html", form=form)
    try:
        made = actions.make_codes(current_viewer())
    except InvalidInput as error:
        flash(error.message, "warning")
        return redirect(url_for("second_factor.index"), 303)
    return show_codes(made, _("Your earlier backup codes do not work any more."))


@bp.post("/account/second-factor/codes/file")
@allow(Permission.HAVE_ACCOUNT)
def codes_file() -> Response:
    """Send the codes that a page has just shown as a file; they are stored nowhere."""
    sent = [code for code in request.form.getlist("code")[:20] if is_backup_code(read_code(code))]
    lines = [
        str(current_app.extensions["site"].name()),
        _("Backup codes, each for one log-in:"),
        *sent,
    ]
    response = Response("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=_("backup-codes") + ".txt")
    return response
