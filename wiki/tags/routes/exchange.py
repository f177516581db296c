"""Serve the vocabulary as a file, and take one in."""

from flask import current_app, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.queries.tags import count_articles_by_tag
from wiki.errors import EditConflict, InvalidInput
from wiki.tags.actions.exchange import import_terms, preview_import, stamp_import
from wiki.tags.formats.csvfile import COLUMNS, make_rows
from wiki.tags.formats.entries import FileFault, TermEntry
from wiki.tags.formats.skos import write_skos
from wiki.tags.forms.exchange import ExchangeForm, say_fault
from wiki.tags.queries import list_tags
from wiki.tags.routes.blueprint import bp
from wiki.tags.steps.importing import list_entries
from wiki.web.middleware.uploads import takes_file
from wiki.web.spreadsheet import write_csv
from wiki.web.undo import flash_undoable

_MOST_SHOWN = 200
_DONE = _("The file has been taken over.")


def _base() -> str:
    return f"{current_app.config['BASE_URL']}/tags/"


def _send(content: object, kind: str, name: str) -> Response:
    response = current_app.response_class(content, mimetype=kind)  # type: ignore[arg-type]  # any iterable
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/tags/vocabulary.csv")
@allow(Permission.MANAGE_TAGS)
def csv() -> Response:
    """Send the vocabulary as a table for a spreadsheet, with how often each term is used."""
    counted = count_articles_by_tag()
    counts = {tag.slug: counted.get(tag.id, 0) for tag in list_tags(g.language)}
    separator = ";" if g.language == "sv" else ","
    rows = write_csv(COLUMNS, make_rows(list_entries(), counts), separator)
    return _send(rows, "text/csv", "vocabulary.csv")


@bp.get("/tags/vocabulary.ttl")
@allow(Permission.READ)
def turtle() -> Response:
    """Send the vocabulary as SKOS, for other vocabularies and whoever wants to link to it."""
    text = write_skos(list_entries(), _base(), str(current_app.extensions["site"].name()))
    return _send(text, "text/turtle", "vocabulary.ttl")


@bp.get("/tags/exchange")
@allow(Permission.MANAGE_TAGS)
def exchange() -> str:
    """Offer the vocabulary as a file, and ask for one."""
    return _page(ExchangeForm(formdata=None))


def _page(
    form: ExchangeForm,
    faults: list[tuple[int, str]] | None = None,
    entries: list[TermEntry] | None = None,
    conflict: str = "",
) -> str:
    """Show the form; with entries what they would change, which is shown before it is done."""
    changes = None
    if entries is not None:
        changes = preview_import(entries, current_viewer())
        form.seen.data = stamp_import(form.text.data)
    return render_template(
        "tags/exchange.html",
        form=form,
        faults=faults or [],
        changes=changes,
        most_shown=_MOST_SHOWN,
        conflict=conflict,
        labels={tag.id: tag.label(g.language) for tag in list_tags(g.language)},
    )


@bp.post("/tags/exchange")
@takes_file
@allow(Permission.MANAGE_TAGS)
def do_exchange() -> Response | tuple[str, int]:
    """Show what a file would change, or take it over, all or nothing."""
    form = ExchangeForm()
    if not form.validate():
        return _page(form), 422
    try:
        form.take_file()
        known = {entry.term.slug: entry for entry in list_entries()}
        entries = form.read(_base(), known)
        if not form.does:
            return _page(form, entries=entries), 200
        deed, _count = import_terms(entries, form.text.data, form.seen.data, current_viewer())
    except InvalidInput as error:
        form.show(error, "file")
        return _page(form), 422
    except FileFault as error:
        faults = [(fault.line, say_fault(fault)) for fault in error.faults]
        return _page(form, faults=faults[:_MOST_SHOWN]), 422
    except EditConflict as error:
        return _page(form, entries=entries, conflict=gettext(str(error.message))), 409
    flash_undoable(str(_DONE), url_for("tags.undo", entry_id=deed.entry_id))
    return redirect(url_for("tags.exchange"), 303)
