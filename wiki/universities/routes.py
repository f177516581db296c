"""Serve the pages on which those who may do so edit what a university says of itself."""

from typing import BinaryIO, cast

from flask import Blueprint, current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.errors import Busy, EditConflict, InvalidInput
from wiki.revisions.diff import compare_fields
from wiki.tags.models import Tag
from wiki.universities.actions import (
    put_logo,
    require_edit,
    save_profile,
    set_logo,
    undo_change,
    written_edition,
)
from wiki.universities.forms import LogoForm, ProfileForm, profile_form, show_values
from wiki.universities.profile import FIELD_NAMES, SCHEMES
from wiki.universities.queries import find_shown, find_university, list_changes
from wiki.web.forms import status_of
from wiki.web.middleware.uploads import takes_file
from wiki.web.undo import flash_undoable

bp = Blueprint("universities", __name__)

_LOGO = f"/universities/<slug>/logos/<any({', '.join(SCHEMES)}):scheme>"


@bp.get("/universities/<slug>/edit")
@allow(Permission.EDIT_UNIVERSITY)
def edit(slug: str) -> ResponseReturnValue:
    """Show the form of a university's profile, its logos, and what was changed lately."""
    tag = find_university(slug)
    if tag.slug != slug:
        return redirect(url_for("universities.edit", slug=tag.slug), 301)
    require_edit(tag, current_viewer())
    return _page(tag, profile_form(find_shown(tag).profile))


def _page(
    tag: Tag,
    form: ProfileForm,
    conflict: str = "",
    logo_form: LogoForm | None = None,
    scheme: str = "",
) -> str:
    """Show the form; on a conflict also what is stored now, which becomes the form's new base."""
    shown = find_shown(tag)
    if conflict or not form.base.data:
        form.base.data = written_edition(shown.profile)
    stored, written = show_values(shown.profile), show_values(form.read_profile())
    return render_template(
        "universities/edit.html",
        tag=tag,
        form=form,
        shown=shown,
        field_names=FIELD_NAMES,
        conflict=conflict,
        differences=compare_fields(stored, written) if conflict else (),
        logo_forms={
            each: logo_form if logo_form and each == scheme else LogoForm(formdata=None)
            for each in SCHEMES
        },
        changes=list_changes(tag, current_viewer()),
        most=current_app.config["MAX_FILE_MEGABYTES"],
    )


@bp.post("/universities/<slug>/edit")
@allow(Permission.EDIT_UNIVERSITY)
def update(slug: str) -> ResponseReturnValue:
    """Save the form of a profile."""
    viewer, tag = current_viewer(), find_university(slug)
    require_edit(tag, viewer)
    form = ProfileForm()
    try:
        entry = save_profile(tag.id, form.read_profile(), form.base.data or "", viewer)
    except EditConflict as conflict:
        return _page(tag, form, _(conflict.message)), 409
    except InvalidInput as error:
        form.show(error)
        return _page(tag, form), 422
    _tell(tag, entry.id if entry else 0)
    return redirect(url_for("home.university", slug=tag.slug), 303)


def _tell(tag: Tag, entry_id: int) -> None:
    """Say what was done, with a button that undoes it."""
    said = _("“%(term)s” has been saved.", term=tag.label(g.language))
    if entry_id:
        undo = url_for("universities.undo", slug=tag.slug, entry_id=entry_id)
        flash_undoable(said, undo)
    else:
        flash(said, "success")


@bp.post(_LOGO)
@allow(Permission.EDIT_UNIVERSITY)
@takes_file
def logo(slug: str, scheme: str) -> ResponseReturnValue:
    """Take a picture as the logo for light or dark colours."""
    viewer, tag, form = current_viewer(), find_university(slug), LogoForm()
    require_edit(tag, viewer)
    try:
        sent = form.read_file()
        added = put_logo(tag, scheme, cast(BinaryIO, sent.stream), sent.filename or "", viewer)
    except (InvalidInput, Busy) as error:
        form.show(error, "file")
        page = _page(tag, profile_form(find_shown(tag).profile), logo_form=form, scheme=scheme)
        return page, status_of(error)
    flash(_("The logo is saved."), "success")
    if added.was_moving:
        flash(_("Only the first picture was kept: moving pictures disturb those who read."), "info")
    return _back(tag)


@bp.post(f"{_LOGO}/removal")
@allow(Permission.EDIT_UNIVERSITY)
def remove_logo(slug: str, scheme: str) -> ResponseReturnValue:
    """Take a logo off the profile; the picture stays in the library."""
    tag = find_university(slug)
    entry = set_logo(tag.id, scheme, "", current_viewer())
    _tell(tag, entry.id if entry else 0)
    return _back(tag)


@bp.post("/universities/<slug>/changes/<id:entry_id>/undoing")
@allow(Permission.EDIT_UNIVERSITY)
def undo(slug: str, entry_id: int) -> ResponseReturnValue:
    """Undo a change of a profile, or say why not."""
    tag = find_university(slug)
    undo_change(tag.id, entry_id, current_viewer())
    flash(_("That is undone."), "success")
    return _back(tag)


def _back(tag: Tag) -> ResponseReturnValue:
    return redirect(url_for("universities.edit", slug=tag.slug), 303)
