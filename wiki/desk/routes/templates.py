"""The pages where editors write the templates of articles."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.article_templates.actions import reset_template, save_template
from wiki.article_templates.queries import (
    find_earlier,
    find_template,
    list_earlier,
    list_templates,
)
from wiki.articles.actions.preview import render_preview
from wiki.articles.kinds import KINDS
from wiki.desk.forms import TemplateForm
from wiki.desk.queries import count_work
from wiki.desk.routes.blueprint import bp
from wiki.errors import Busy, EditConflict, InvalidInput, TooComplex
from wiki.web.forms import status_of
from wiki.web.i18n import LANGUAGES
from wiki.web.numbers import read_number
from wiki.web.undo import flash_undoable

_KIND = "/desk/templates/<any(concept, case, method, organisation, event):kind>"


@bp.get("/desk/templates")
@allow(Permission.MANAGE_TEMPLATES)
def templates() -> str:
    """List the templates of all kinds in both languages."""
    viewer = current_viewer()
    found = {(template.kind, template.language): template for template in list_templates(viewer)}
    return render_template(
        "desk/templates.html",
        rows=[(kind, [found[kind.name, code] for code in LANGUAGES]) for kind in KINDS.values()],
        languages=LANGUAGES,
        work=count_work(viewer),
    )


@bp.get(_KIND)
@allow(Permission.MANAGE_TEMPLATES)
def template(kind: str) -> str:
    """Show the form, filled with the newest text or with an earlier one to take up again."""
    found, viewer = find_template(kind, g.language), current_viewer()
    body = found.body
    if "from" in request.args:
        body = find_earlier(kind, g.language, read_number(request.args["from"]), viewer)
    form = TemplateForm(formdata=None)
    form.body.data = body
    form.base.data = str(found.number)
    return _form_page(kind, form, state="" if body == found.body else "unsaved")


@bp.post(_KIND)
@allow(Permission.MANAGE_TEMPLATES)
def update_template(kind: str) -> ResponseReturnValue:
    """Save the text, show its preview, or show what is wrong."""
    form = TemplateForm()
    body = form.body.data or ""
    try:
        if form.asks_for_preview:
            return _form_page(kind, form, render_preview(body, g.language), "unsaved")
        save_template(kind, g.language, body, form.read_base(), current_viewer())
    except EditConflict as conflict:
        newest = find_template(kind, g.language)
        form.base.data = str(newest.number)
        form.show(conflict, "body")
        return _form_page(kind, form, state="unsaved", newest=newest.body), 409
    except (InvalidInput, TooComplex, Busy) as error:
        form.show(error, "body")
        return _form_page(kind, form, state="unsaved"), status_of(error)
    flash(_("The template is saved, and new articles can begin with it."), "success")
    return redirect(url_for("desk.templates"), 303)


@bp.post(f"{_KIND}/reset")
@allow(Permission.MANAGE_TEMPLATES)
def reset(kind: str) -> Response:
    """Use the shipped template again; this can be undone."""
    viewer = current_viewer()
    former = max(0, read_number(request.form.get("base")))
    number = reset_template(kind, g.language, former, viewer)
    flash_undoable(
        _("The shipped template is used again."),
        url_for("desk.restore_template", kind=kind),
        {"number": former, "base": number},
    )
    return redirect(url_for("desk.templates"), 303)


@bp.post(f"{_KIND}/restoration")
@allow(Permission.MANAGE_TEMPLATES)
def restore_template(kind: str) -> Response:
    """Use an earlier text again."""
    viewer = current_viewer()
    number, base = (max(0, read_number(request.form.get(name))) for name in ("number", "base"))
    body = find_earlier(kind, g.language, number, viewer)
    save_template(kind, g.language, body, base, viewer)
    flash(_("The template is saved, and new articles can begin with it."), "success")
    return redirect(url_for("desk.templates"), 303)


def _form_page(
    kind: str, form: TemplateForm, preview: str = "", state: str = "", newest: str = ""
) -> str:
    found, viewer = find_template(kind, g.language), current_viewer()
    return render_template(
        "desk/template.html",
        kind=KINDS[kind],
        template=found,
        form=form,
        preview=preview,
        newest=newest,
        earlier=list_earlier(kind, g.language, viewer),
        editor_key=f"template-{kind}-{g.language}",
        editor_state=state,
        editor_action=url_for("desk.update_template", kind=kind),
    )
