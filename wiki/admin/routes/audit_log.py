"""The audit log, and what happened to one thing: pages, and files for spreadsheets."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from flask import (
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

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.admin.audit_log import column_names, describe, find_name, tabulate
from wiki.admin.deeds import Thing
from wiki.admin.forms import AuditLogForm
from wiki.admin.queries.audit_log import (
    TRAILS,
    list_actors,
    list_audit_log,
    list_trail,
    walk_audit_log,
    walk_trail,
)
from wiki.admin.routes.blueprint import Answer, bp
from wiki.audit.models import AuditEntry
from wiki.errors import NotFound
from wiki.web.numbers import read_page
from wiki.web.spreadsheet import write_csv


@bp.get("/admin/journal")
@allow(Permission.SEE_AUDIT_LOG)
def audit_log() -> Answer:
    """Show who did what and when, newest first."""
    viewer, form = current_viewer(), AuditLogForm(request.args)
    form.offer_people(list_actors(viewer))
    if not form.validate():
        return render_template("admin/audit_log.html", form=form, page=None, lines=[]), 422
    wanted = form.wanted
    page = list_audit_log(wanted, read_page(request.args.get("page")), viewer)
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
    """Send the audit log, or what the filters leave of it, for spreadsheets."""
    form = AuditLogForm(request.args)
    if not form.validate():
        address = url_for("admin.audit_log")
        return redirect(f"{address}?{urlencode(form.arguments)}", 303)
    return _send_csv(walk_audit_log(form.wanted, current_viewer()), _("journal"))


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
