"""The administrators' pages: the overview and the accounts."""

from flask import (
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from wiki.accounts import queries
from wiki.accounts.actions import users as actions
from wiki.accounts.actions.profile import place_user
from wiki.accounts.forms import NameForm
from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.models import Role, User
from wiki.accounts.passwords import random_password
from wiki.accounts.permissions import Permission
from wiki.admin.forms import NewUserForm, RoleForm, UniversityForm
from wiki.admin.queries.overview import find_overview
from wiki.admin.routes.blueprint import Answer, bp
from wiki.audit.steps import AlreadyMade
from wiki.entrance.queries import list_invited
from wiki.errors import InvalidInput
from wiki.health.version import find_version
from wiki.second_factor.actions import factors
from wiki.web.forms import WikiForm
from wiki.web.numbers import read_page

# Read once: a clone may be upgraded while the server still runs the former version.
_VERSION = find_version()
_USER = "/admin/users/<id:user_id>"


@bp.get("/admin/")
@allow(Permission.MANAGE_USERS)
def index() -> str:
    """Show the figures and the version of the installation."""
    return render_template(
        "admin/index.html", overview=find_overview(current_viewer()), version=_VERSION
    )


@bp.get("/admin/users")
@allow(Permission.MANAGE_USERS)
def users() -> str:
    """List all accounts, or those whose name or e-mail address contains the words."""
    words = request.args.get("q", "")[:100]
    page = queries.list_users(current_viewer(), words, read_page(request.args.get("page")))
    invited = list_invited([user.id for user in page.items], current_viewer())
    return render_template("admin/users.html", page=page, words=words, invited=invited)


@bp.route("/admin/users/new", methods=["GET", "POST"])
@allow(Permission.MANAGE_USERS)
def new_user() -> Answer:
    """Create an account and show its first password once."""
    form = NewUserForm()
    if form.validate_on_submit():
        password = random_password()
        try:
            user = _create_user(form, password)
        except AlreadyMade as made:
            return _show_made(made.object_id)
        except InvalidInput as error:
            form.show(error)
        else:
            return render_template("admin/password.html", user=user, password=password)
    return render_template("admin/new_user.html", form=form), 422 if form.errors else 200


def _create_user(form: NewUserForm, password: str) -> User:
    email, name, role = form.email.data, form.name.data, Role(form.role.data)
    return actions.create_user(
        email, name, role, password, current_viewer(), form.sent_id, must_change_password=True
    )


def _show_made(user_id: int) -> Answer:
    """Lead to the account that the form has created; its password was shown only once."""
    flash(_("The account is open. If you have not seen its password, give a new one."), "warning")
    return redirect(url_for("admin.user", user_id=user_id), 303)


@bp.get(_USER)
@allow(Permission.MANAGE_USERS)
def user(user_id: int) -> Answer:
    """Show an account and what can be done with it."""
    return _user_page(user_id, None, None, 200)


def _user_page(
    user_id: int, role_form: RoleForm | None, name_form: NameForm | None, status: int
) -> Answer:
    viewer = current_viewer()
    found = queries.find_user(user_id, viewer)
    page = render_template(
        "admin/user.html",
        user=found,
        is_own=found.id == viewer.user_id,
        invited_until=list_invited([found.id], viewer).get(found.id),
        role_form=role_form or RoleForm(formdata=None, data={"role": found.role}),
        name_form=name_form or NameForm(formdata=None, data={"name": found.name}),
        university_form=_university_form(found),
    )
    return page, status


def _university_form(user: User) -> UniversityForm:
    """Return the form of an account's university, with those that there are."""
    universities = current_app.extensions["universities"].value()
    form = UniversityForm(formdata=None)
    form.university.choices = [("", _("None of these"))]
    form.university.choices += [(found.slug, found.label(g.language)) for found in universities]
    chosen = (found.slug for found in universities if found.id == user.university_id)
    form.university.data = next(chosen, "")
    return form


@bp.post(f"{_USER}/university")
@allow(Permission.MANAGE_USERS)
def university(user_id: int) -> Answer:
    """Choose the university of an account."""
    queries.find_user(user_id, current_viewer())
    place_user(user_id, request.form.get("university", ""), current_viewer())
    flash(_("The university is saved."), "success")
    return redirect(url_for("admin.user", user_id=user_id), 303)


@bp.route(f"{_USER}/role", methods=["GET", "POST"])
@allow(Permission.MANAGE_USERS)
def role(user_id: int) -> Answer:
    """Ask first, then give an account another role, which throws its owner out at once."""
    is_asked = request.method in {"GET", "HEAD"}
    # A question changes nothing, and so carries no token.
    form = RoleForm(request.args, meta={"csrf": False}) if is_asked else RoleForm()
    if not form.validate():
        return _user_page(user_id, form, None, 422)
    if is_asked:
        return _ask_role(user_id, Role(form.role.data))
    try:
        actions.change_role(user_id, Role(form.role.data), current_viewer())
    except InvalidInput as error:
        form.show(error, "role")
        return _user_page(user_id, form, None, 422)
    flash(_("The role is changed. The person has to log in again."), "success")
    return redirect(url_for("admin.user", user_id=user_id), 303)


def _ask_role(user_id: int, new: Role) -> Answer:
    found = queries.find_user(user_id, current_viewer())
    old = Role(found.role)
    if old == new:
        return redirect(url_for("admin.user", user_id=user_id), 303)
    return render_template(
        "admin/change_role.html", user=found, form=WikiForm(), new=new, is_less=new.rank < old.rank
    )


@bp.post(f"{_USER}/name")
@allow(Permission.MANAGE_USERS)
def name(user_id: int) -> Answer:
    """Change the name of an account."""
    form = NameForm()
    if not form.validate():
        return _user_page(user_id, None, form, 422)
    try:
        actions.rename_user(user_id, form.name.data, current_viewer())
    except InvalidInput as error:
        form.show(error)
        return _user_page(user_id, None, form, 422)
    flash(_("The name is changed."), "success")
    return redirect(url_for("admin.user", user_id=user_id), 303)


@bp.route(f"{_USER}/closure", methods=["GET", "POST"])
@allow(Permission.MANAGE_USERS)
def close_user(user_id: int) -> Answer:
    """Ask first, then close an account, which throws its owner out at once."""
    if request.method in {"GET", "HEAD"}:
        found = queries.find_user(user_id, current_viewer())
        return render_template("admin/close_user.html", user=found, form=WikiForm())
    actions.close_account(user_id, current_viewer())
    flash(_("The account is closed. It can be opened again."), "success")
    return redirect(url_for("admin.user", user_id=user_id), 303)


@bp.post(f"{_USER}/reopening")
@allow(Permission.MANAGE_USERS)
def reopen_user(user_id: int) -> Answer:
    """Reopen a closed account."""
    actions.reopen_account(user_id, current_viewer())
    flash(_("The account is open again."), "success")
    return redirect(url_for("admin.user", user_id=user_id), 303)


@bp.route(f"{_USER}/password", methods=["GET", "POST"])
@allow(Permission.MANAGE_USERS)
def reset_password(user_id: int) -> Answer:
    """Ask first, then give an account a new password and show it once."""
    viewer = current_viewer()
    if request.method == "POST":
        password = actions.reset_password(user_id, viewer)
        found = queries.find_user(user_id, viewer)
        return render_template("admin/password.html", user=found, password=password)
    if user_id == viewer.user_id:
        return redirect(url_for("accounts.password"), 303)
    found = queries.find_user(user_id, viewer)
    return render_template("admin/new_password.html", user=found, form=WikiForm())


@bp.route(f"{_USER}/second-factor", methods=["GET", "POST"])
@allow(Permission.MANAGE_USERS)
def reset_factors(user_id: int) -> Answer:
    """Ask first, then let somebody log in without the second factor that they have lost."""
    found = queries.find_user(user_id, current_viewer())
    if request.method == "POST":
        factors.reset_factors(user_id, current_viewer())
        flash(_("The second factor is gone. The person logs in with the password."), "success")
        return redirect(url_for("admin.user", user_id=user_id), 303)
    return render_template("admin/reset_factors.html", user=found, form=WikiForm())
