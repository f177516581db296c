"""Serve the pages on which authors add sources: paste, look at what was understood, store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.audit.steps import AlreadyMade
from wiki.errors import InvalidInput
from wiki.references.actions import KnownSource, add_source, import_sources
from wiki.references.csl import author_line, plain, year_of
from wiki.references.faults import Fault
from wiki.references.formats.csljson import write_csljson
from wiki.references.formats.entries import ReadSource
from wiki.references.forms import PasteForm, SourceForm
from wiki.references.identifiers import read_doi, read_isbn
from wiki.references.keys import likeness
from wiki.references.labels import TYPE_LABELS
from wiki.references.models import Source
from wiki.references.pasting import Identifier, Paste, read_paste
from wiki.references.queries import list_by_id, list_duplicates
from wiki.references.routes.blueprint import bp
from wiki.references.steps.lookups import look_up
from wiki.references.steps.sources import in_words
from wiki.urls import is_web_address

_MOST_SHOWN = 5
# A proxy in front refuses an answer that leads to an address of some kB.
_LONGEST_QUERY = 1_000
_Left = Sequence[tuple[Identifier, Fault | None]]


@dataclass(frozen=True)
class _Row:
    """An entry as the preview shows it; `number` names it in the form."""

    number: int
    line: int
    title: str = ""
    authors: str = ""
    year: int | None = None
    kind: str = ""
    fault: str = ""
    excerpt: str = ""
    duplicates: Sequence[Source] = field(default_factory=tuple)
    same_as: int = 0

    @property
    def is_new(self) -> bool:
        """Return whether nothing speaks against storing it."""
        return not (self.fault or self.duplicates or self.same_as)


@bp.get("/sources/new")
@allow(Permission.WRITE)
def new() -> str:
    """Show the one field into which sources are pasted."""
    return render_template("references/new.html", form=PasteForm())


@bp.post("/sources/new")
@allow(Permission.WRITE)
def preview() -> str | Response | tuple[str, int]:
    """Show what was understood; nothing is stored yet."""
    form = PasteForm()
    try:
        paste = read_paste(form.pasted)
    except Fault as fault:
        return _refuse(form, fault)
    if not paste.identifiers:
        return _preview(form, paste)
    found = look_up(paste.identifiers)
    if not found.items and len(found.left) == 1:
        return _lead_to_form(*found.left[0])
    form.text.data = write_csljson(found.items) if found.items else form.pasted
    looked_up = read_paste(form.pasted) if found.items else Paste(paste.format)
    return _preview(form, looked_up, found.left)


def _lead_to_form(identifier: Identifier, fault: Fault | None) -> str | Response:
    """Lead to the form by hand with the identifier, and say why it is needed."""
    if fault is not None:
        flash(in_words(fault), "warning")
    query = urlencode({identifier.kind: identifier.value})
    if len(query) > _LONGEST_QUERY:
        return _form_page(SourceForm(dict(identifier.item)))
    return redirect(f"{url_for('sources.form')}?{query}", 303)


def _refuse(form: PasteForm, fault: Fault) -> tuple[str, int]:
    message = in_words(fault)
    if fault.line > 1:
        message = _("Line %(line)s: %(message)s", line=fault.line, message=message)
    form.show(InvalidInput(message), "text")
    return render_template("references/new.html", form=form), 422


def _preview(form: PasteForm, paste: Paste, left: _Left = ()) -> str:
    """Show the entries, and the identifiers that are left to be filled in by hand."""
    rows = _make_rows(paste.entries, form.pasted.split("\n"))
    if not form.entry.data:
        form.entry.data = [row.number for row in rows if row.is_new]
    return render_template(
        "references/preview.html",
        form=form,
        paste=paste,
        rows=[row for row in rows if not row.fault],
        broken=[row for row in rows if row.fault],
        left=[(identifier, in_words(fault) if fault else "") for identifier, fault in left],
    )


def _make_rows(entries: Sequence[ReadSource], lines: Sequence[str]) -> list[_Row]:
    items = [entry.item for entry in entries if entry.item is not None]
    stored = iter(list_duplicates(items))
    seen: dict[str, int] = {}
    rows = []
    for number, entry in enumerate(entries):
        if entry.item is None:
            rows.append(_broken_row(number, entry, lines))
            continue
        same_as = _find_same(entry.item, entry.line, seen)
        rows.append(_whole_row(number, entry.line, entry.item, next(stored), same_as))
    return rows


def _find_same(item: Mapping[str, Any], line: int, seen: dict[str, int]) -> int:
    """Return the line of an entry before this one that is like it, or 0; remember this one."""
    names = [name for name in (likeness(item), item.get("DOI")) if name]
    before = [seen.setdefault(name, line) for name in names]
    return min(before) if min(before) < line else 0


def _whole_row(
    number: int, line: int, item: Mapping[str, Any], stored: Sequence[Source], same_as: int
) -> _Row:
    return _Row(
        number,
        line,
        title=plain(item["title"]),
        authors=author_line(item),
        year=year_of(item),
        kind=_(TYPE_LABELS.get(item["type"], item["type"])),
        duplicates=stored[:_MOST_SHOWN],
        same_as=same_as,
    )


def _broken_row(number: int, entry: ReadSource, lines: Sequence[str]) -> _Row:
    if entry.fault is None:
        raise ValueError("an entry has an item or a fault")
    line = entry.fault.line or entry.line
    excerpt = lines[line - 1].strip()[:120] if line <= len(lines) else ""
    return _Row(number, line, fault=in_words(entry.fault), excerpt=excerpt)


@bp.post("/sources/imports")
@allow(Permission.WRITE)
def store() -> str | Response | tuple[str, int]:
    """Store the entries that were chosen, without the broken ones only if that was asked for."""
    form = PasteForm()
    try:
        paste = read_paste(form.pasted)
    except Fault as fault:
        return _refuse(form, fault)
    if message := _find_missing(form, paste):
        form.show(InvalidInput(message))
        return _preview(form, paste), 422
    try:
        stored = import_sources(_chosen(form, paste), current_viewer(), form.sent_id)
    except AlreadyMade as made:
        flash(_(made.message), "info")
        return redirect(url_for("sources.index"), 303)
    return _show_stored(stored)


def _chosen(form: PasteForm, paste: Paste) -> list[Mapping[str, Any]]:
    """Return the items of the entries that were chosen."""
    chosen = set(form.entry.data or ())
    return [e.item for n, e in enumerate(paste.entries) if n in chosen and e.item is not None]


def _find_missing(form: PasteForm, paste: Paste) -> str:
    """Return what has to be chosen before anything is stored, or ""."""
    if not _chosen(form, paste):
        return str(_("Choose at least one source to store."))
    if any(entry.fault for entry in paste.entries) and not form.skip_broken.data:
        return str(_("Say whether the broken entries are left out, or mend the text below."))
    return ""


def _show_stored(stored: Sequence[Source]) -> Response:
    count = len(stored)
    flash(ngettext("The source is stored.", "%(num)s sources are stored.", count), "success")
    if count == 1:
        return redirect(url_for("sources.show", key=stored[0].key), 303)
    return redirect(url_for("sources.index"), 303)


@bp.get("/sources/form")
@allow(Permission.WRITE)
def form() -> str:
    """Show the form for a source by hand, with what an identifier says of it."""
    return _form_page(SourceForm(_known()))


def _known() -> dict[str, object]:
    """Return the item that the identifier in the address begins."""
    readers = {"DOI": read_doi, "ISBN": read_isbn, "URL": _read_url}
    for kind, read in readers.items():
        if value := read(request.args.get(kind, "")):
            return dict(Identifier(1, kind, value).item)
    return {"type": "book"}


def _read_url(text: str) -> str:
    return text if is_web_address(text) else ""


def _form_page(form: SourceForm, duplicates: Sequence[Source] = ()) -> str:
    return render_template("references/form.html", form=form, duplicates=duplicates)


@bp.post("/sources/form")
@allow(Permission.WRITE)
def create() -> str | Response | tuple[str, int]:
    """Add a source that was written by hand, unless it is there already."""
    form = SourceForm({})
    is_new = bool(form.is_new.data)
    try:
        source = add_source(form.to_item(), current_viewer(), form.sent_id, is_new=is_new)
    except AlreadyMade as made:
        found = list_by_id([made.object_id])
        url = [url_for("sources.show", key=source.key) for source in found.values()]
        return redirect(url[0] if url else url_for("sources.index"), 303)
    except InvalidInput as error:
        form.show(error)
        known = error.sources if isinstance(error, KnownSource) else ()
        return _form_page(form, known), 422
    return _show_stored([source])
