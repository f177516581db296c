"""The administrators' pages: overview, users, audit log; and what happened to one thing."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts import queries
from wiki.accounts.actions import users as actions
from wiki.accounts.actions.profile import place_user
from wiki.accounts.forms import NameForm
from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.models import Role, User
from wiki.accounts.passwords import random_password
from wiki.accounts.permissions import Permission
from wiki.admin.audit_log import column_names, describe, find_name, tabulate
from wiki.admin.deeds import Thing
from wiki.admin.forms import JournalForm, NewUserForm, RoleForm, UniversityForm
from wiki.admin.queries.journal import (
    TRAILS,
    list_actors,
    list_journal,
    list_trail,
    walk_journal,
    walk_trail,
)
from wiki.admin.queries.overview import find_overview
from wiki.audit.models import AuditEntry
from wiki.audit.steps import AlreadyMade
from wiki.entrance.queries import list_invited
from wiki.errors import InvalidInput, NotFound
from wiki.health.version import find_version
from wiki.second_factor.actions import factors
from wiki.web.forms import WikiForm
from wiki.web.numbers import read_page
from wiki.web.spreadsheet import write_csv

bp = Blueprint("admin", __name__)
# Read once: a clone may be upgraded while the server still runs the former version.
_VERSION = find_version()
Answer = str | Response | tuple[str, int]
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
    universities = current_app.extensions["universities"].list()
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
    is_asked = request.method == "GET"
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
    if request.method == "GET":
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


@bp.get("/admin/journal")
@allow(Permission.SEE_AUDIT_LOG)
def audit_log() -> Answer:
    """Show who did what and when, newest first."""
    viewer, form = current_viewer(), JournalForm(request.args)
    form.offer_people(list_actors(viewer))
    if not form.validate():
        return render_template("admin/audit_log.html", form=form, page=None, lines=[]), 422
    wanted = form.wanted
    page = list_journal(wanted, read_page(request.args.get("page")), viewer)
    return render_template(
        "admin/audit_log.html",
        form=form,
        page=page,
        lines=describe(page.items, viewer),
        only=find_name(wanted.thing, viewer) or (str(wanted.thing), "") if wanted.thing else None,
    )


@bp.get("/admin/journal.csv")
@allow(Permission.SEE_AUDIT_LOG)
def audit_csv() -> Response:
    """Send the journal, or what the filters leave of it, for spreadsheets."""
    form = JournalForm(request.args)
    if not form.validate():
        address = url_for("admin.audit_log")
        return redirect(f"{address}?{urlencode(form.arguments)}", 303)
    return _send_csv(walk_journal(form.wanted, current_viewer()), _("journal"))


_TRAIL = f"/trails/<any({', '.join(TRAILS)}):kind>/<id:number>"


@bp.get(_TRAIL)
@allow(Permission.SEE_TRAIL)
def trail(kind: str, number: int) -> str:
    """Show what happened to one thing, newest first."""
    viewer, thing = current_viewer(), Thing(kind, number)
    page = list_trail(thing, read_page(request.args.get("page")), viewer)
    lines = describe(page.items, viewer)
    named = find_name(thing, viewer)
    if named is None and not lines:
        raise NotFound
    title, url = named or (lines[0].thing, "")
    return render_template(
        "admin/trail.html", thing=thing, page=page, lines=lines, title=title, url=url
    )


@bp.get(f"{_TRAIL}.csv")
@allow(Permission.SEE_TRAIL)
def trail_csv(kind: str, number: int) -> Response:
    """Send what happened to one thing, for spreadsheets."""
    thing = Thing(kind, number)
    return _send_csv(walk_trail(thing, current_viewer()), str(thing))


def _send_csv(parts: Iterator[Sequence[AuditEntry]], name: str) -> Response:
    """Answer with a file that is written while it is sent."""
    rows = tabulate(parts, current_viewer())
    # A spreadsheet reads what its own country writes: where the comma is in numbers, a semicolon.
    lines = write_csv(column_names(), rows, ";" if g.language == "sv" else ",")
    response = Response(stream_with_context(lines), content_type="text/csv; charset=utf-8")
    filename = f"{name}-{format_date(format='yyyy-MM-dd')}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
