"""Serve the pages that change a source: edit, merge, delete, restore."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.errors import EditConflict, InvalidInput, NotFound
from wiki.references.actions import (
    delete_source,
    find_entry,
    merge_sources,
    restore_source,
    undo_merge,
    update_source,
)
from wiki.references.forms import MergeForm, SourceForm, describe_item
from wiki.references.lookups.links import LINK_FAULTS
from wiki.references.models import Source
from wiki.references.queries import (
    find_duplicates,
    find_last_check,
    find_source,
    is_cited,
    list_dead_links,
)
from wiki.references.routes.blueprint import bp
from wiki.revisions.diff import compare_fields
from wiki.web.numbers import read_page
from wiki.web.undo import flash_undoable


@bp.get("/sources/<key>/edit")
@allow(Permission.WRITE)
def edit(key: str) -> str | Response:
    """Show the form of a stored source."""
    source = find_source(key)
    if source.key != key:
        return redirect(url_for("sources.edit", key=source.key), 301)
    return _edit_page(source, SourceForm(source.csl))


def _edit_page(source: Source, form: SourceForm, conflict: str = "") -> str:
    """Show the form; on a conflict also what is stored now, which becomes the form's new base."""
    if conflict or not form.is_submitted():
        form.base.data = source.edition
    differences = compare_fields(form.show_values(source.csl), form.show_sent()) if conflict else ()
    return render_template(
        "references/edit.html",
        form=form,
        source=source,
        is_cited=is_cited(source.id),
        conflict=conflict,
        differences=differences,
    )


@bp.post("/sources/<key>/edit")
@allow(Permission.WRITE)
def update(key: str) -> Response | tuple[str, int]:
    """Save the form of a source."""
    source = find_source(key)
    form = SourceForm(source.csl)
    try:
        update_source(source.id, form.to_item(), form.base.data or "", current_viewer())
    except EditConflict as conflict:
        return _edit_page(find_source(key), form, _(conflict.message)), 409
    except InvalidInput as error:
        form.show(error)
        return _edit_page(source, form), 422
    flash(_("The source is saved."), "success")
    return redirect(url_for("sources.show", key=source.key), 303)


@bp.get("/sources/<key>/merge")
@allow(Permission.MANAGE_SOURCES)
def merge(key: str) -> Response | tuple[str, int]:
    """Ask which source stands for this one too, and show both."""
    source = find_source(key)
    if source.key != key:
        return redirect(url_for("sources.merge", key=source.key), 301)
    form = MergeForm(request.args)
    target = _find_target(source, form) if form.target.data else None
    return _merge_page(source, form, target), 422 if form.errors else 200


def _find_target(source: Source, form: MergeForm) -> Source | None:
    """Return the source that was named; where there is none, the form says so."""
    try:
        target = find_source(form.named)
    except NotFound:
        form.show(InvalidInput(_("There is no source with this key.")), "target")
        return None
    if target.id == source.id:
        message = _("Choose another source than the one that is to be merged.")
        form.show(InvalidInput(message), "target")
        return None
    return target


def _merge_page(source: Source, form: MergeForm, target: Source | None, note: str = "") -> str:
    return render_template(
        "references/merge.html",
        source=source,
        target=target,
        form=form,
        conflict=note,
        likely=find_duplicates(source.csl, source.id),
        pair=[(found, describe_item(found.csl)) for found in (source, target) if found],
    )


@bp.post("/sources/<key>/merge")
@allow(Permission.MANAGE_SOURCES)
def merge_into(key: str) -> Response | tuple[str, int]:
    """Merge a source into another one."""
    source = find_source(key)
    form = MergeForm(request.form)
    if source.key == form.named:  # the same form was sent twice
        return redirect(url_for("sources.show", key=source.key), 303)
    target = _find_target(source, form)
    if target is None:
        return _merge_page(source, form, None), 422
    seen = request.form.get("seen", "")
    try:
        merge_sources(source.id, target.id, seen, current_viewer())
    except EditConflict as conflict:
        return _merge_page(source, form, target, _(conflict.message)), 409
    flash_undoable(
        _("“%(former)s” now leads to “%(key)s”.", former=key, key=target.key),
        url_for("sources.unmerge", entry_id=find_entry(target.id, "merge").id),
    )
    return redirect(url_for("sources.show", key=target.key), 303)


@bp.post("/sources/<key>/deletion")
@allow(Permission.MANAGE_SOURCES)
def remove(key: str) -> Response:
    """Delete a source that nothing cites; the next page offers to undo it."""
    source = find_source(key)
    title = source.title
    try:
        entry_id = delete_source(source.id, request.form.get("base", ""), current_viewer())
    except (EditConflict, InvalidInput) as error:
        flash(_(error.message), "error")
        return redirect(url_for("sources.edit", key=source.key), 303)
    undo_url = url_for("sources.restore", entry_id=entry_id)
    flash_undoable(_("The source “%(title)s” is deleted.", title=title), undo_url)
    return redirect(url_for("sources.index"), 303)


@bp.post("/sources/restorations/<id:entry_id>")
@allow(Permission.MANAGE_SOURCES)
def restore(entry_id: int) -> Response:
    """Bring a deleted source back."""
    source = restore_source(entry_id, current_viewer())
    flash(_("The source “%(title)s” is back.", title=source.title), "success")
    return redirect(url_for("sources.show", key=source.key), 303)


@bp.post("/sources/restorations/<id:entry_id>/merge")
@allow(Permission.MANAGE_SOURCES)
def unmerge(entry_id: int) -> Response:
    """Take a merged source out of the other one again."""
    source = undo_merge(entry_id, current_viewer())
    flash(_("The source “%(title)s” is back.", title=source.title), "success")
    return redirect(url_for("sources.show", key=source.key), 303)


@bp.get("/sources/dead-links")
@allow(Permission.MANAGE_SOURCES)
def dead_links() -> str:
    """List the sources whose address led nowhere when it was checked last."""
    viewer = current_viewer()
    return render_template(
        "references/dead_links.html",
        page=list_dead_links(read_page(request.args.get("page")), viewer),
        checked_at=find_last_check(viewer),
        faults=LINK_FAULTS,
    )
