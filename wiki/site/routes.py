"""Serve the pages on which administrators edit what the site says, and the accent's style sheet."""

from typing import BinaryIO, cast

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.queries.titles import find_by_title
from wiki.errors import Busy, EditConflict, InvalidInput, NotFound
from wiki.revisions.diff import compare_fields
from wiki.site.actions import put_logo, remove_logo, restore_version, save_site, undo_version
from wiki.site.colours import LEAST_CONTRAST, light_contrast, style_sheet
from wiki.site.forms import LogoForm, SiteForm, logo_form, site_form
from wiki.site.models import SiteVersion
from wiki.site.presentation import FIELD_NAMES, Presentation, show_values
from wiki.site.queries import (
    find_former,
    find_newest,
    find_version,
    list_versions,
    presentation_of,
)
from wiki.web.forms import status_of
from wiki.web.middleware.uploads import takes_file
from wiki.web.numbers import read_page
from wiki.web.undo import flash_undoable

bp = Blueprint("site", __name__)
root = Blueprint("site_root", __name__)

_SITE = "/admin/site"


@root.get("/accent/<digits>.css")
@allow(Permission.READ)
def accent(digits: str) -> Response:
    """Send the style sheet of an accent colour, which is all that its address says."""
    colour = f"#{digits}"
    if not _is_accent(digits) or light_contrast(colour) < LEAST_CONTRAST:
        raise NotFound()
    return Response(style_sheet(colour), mimetype="text/css")


def _is_accent(digits: str) -> bool:
    return len(digits) == len("rrggbb") and not set(digits) - set("0123456789abcdef")


@bp.get(_SITE)
@allow(Permission.EDIT_SITE)
def edit() -> ResponseReturnValue:
    """Show the form of what the site says, filled with what it says now."""
    return _page(site_form(presentation_of(find_newest())))


def _page(form: SiteForm, conflict: str = "", logo: LogoForm | None = None) -> str:
    """Show the form; on a conflict also what is stored now, which becomes the form's new base."""
    stored = presentation_of(find_newest())
    if conflict or not form.base.data:
        form.base.data = stored.edition
    written = form.read().with_logo_of(stored)
    return render_template(
        "site/edit.html",
        form=form,
        conflict=conflict,
        differences=_differences(stored, written) if conflict else (),
        logo=logo or logo_form(stored),
        missing=_list_missing(stored),
        most=current_app.config["MAX_FILE_MEGABYTES"],
    )


def _differences(before: Presentation, after: Presentation) -> object:
    return compare_fields(show_values(before), show_values(after))


def _list_missing(stored: Presentation) -> list[str]:
    """Return the titles of chosen cases that readers do not see, so that nobody looks for them."""
    chosen = [("sv", title) for title in stored.cases_sv]
    chosen += [("en", title) for title in stored.cases_en]
    return [title for language, title in chosen if not find_by_title(language, title, ANONYMOUS)]


@bp.post(_SITE)
@allow(Permission.EDIT_SITE)
def update() -> ResponseReturnValue:
    """Save the form."""
    form = SiteForm()
    if not form.validate():
        return _page(form), 422
    comment = form.comment.data or ""
    try:
        version = save_site(form.read(), comment, form.base.data or "", current_viewer())
    except EditConflict as conflict:
        return _page(form, _(conflict.message)), 409
    except InvalidInput as error:
        form.show(error)
        return _page(form), 422
    return _tell(_("The site is saved, and all pages show it."), version)


def _tell(said: str, version: SiteVersion | None) -> ResponseReturnValue:
    """Say what was done, with a button that undoes it if it has changed anything."""
    if version is None:
        flash(_("Nothing differs from what was saved before."), "info")
    else:
        flash_undoable(said, url_for("site.undo", number=version.id))
    return redirect(url_for("site.edit"), 303)


@bp.post(f"{_SITE}/logo")
@allow(Permission.EDIT_SITE)
@takes_file
def logo() -> ResponseReturnValue:
    """Take a picture as the logo, or only change what it says."""
    form = LogoForm()
    sent = form.read_file()
    stream = cast(BinaryIO, sent.stream) if sent else None
    name = (sent.filename if sent else "") or ""
    try:
        added = put_logo(stream, name, form.read_alts(), current_viewer())
    except (InvalidInput, Busy) as error:
        form.show(error, "file")
        page = _page(site_form(presentation_of(find_newest())), logo=form)
        return page, status_of(error)
    flash(_("The logo is saved."), "success")
    if added and added.was_moving:
        flash(_("Only the first picture was kept: moving pictures disturb those who read."), "info")
    return redirect(url_for("site.edit"), 303)


@bp.post(f"{_SITE}/logo/removal")
@allow(Permission.EDIT_SITE)
def take_logo_off() -> ResponseReturnValue:
    """Show the name in place of the logo again."""
    return _tell(_("The pages show the name in place of the logo."), remove_logo(current_viewer()))


@bp.get(f"{_SITE}/versions")
@allow(Permission.EDIT_SITE)
def versions() -> str:
    """List the versions of what the site says, with what differs."""
    page = list_versions(read_page(request.args.get("page")), current_viewer())
    return render_template("site/versions.html", page=page, field_names=FIELD_NAMES)


@bp.get(f"{_SITE}/versions/<id:number>")
@allow(Permission.EDIT_SITE)
def version(number: int) -> str:
    """Show what differs between a version and the one before it, and from what is shown now."""
    viewer = current_viewer()
    found, newest = find_version(number, viewer), find_newest()
    said = presentation_of(found)
    return render_template(
        "site/version.html",
        version=found,
        is_newest=newest is not None and newest.id == found.id,
        differences=_differences(find_former(number, viewer), said),
    )


@bp.post(f"{_SITE}/versions/<id:number>/restoration")
@allow(Permission.EDIT_SITE)
def restore(number: int) -> ResponseReturnValue:
    """Show again what a version said; that is a new version."""
    comment = _("Back to version %(number)s", number=number)
    restored = restore_version(number, comment, current_viewer())
    return _tell(_("The site says again what version %(number)s said.", number=number), restored)


@bp.post(f"{_SITE}/versions/<id:number>/undoing")
@allow(Permission.EDIT_SITE)
def undo(number: int) -> ResponseReturnValue:
    """Show again what was said before a version, unless there is a newer one."""
    undo_version(number, _("Undid version %(number)s", number=number), current_viewer())
    flash(_("That is undone."), "success")
    return redirect(url_for("site.edit"), 303)
