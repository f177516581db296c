"""Serve the statements, and the form in which an administrator edits them."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.steps.render import render_body
from wiki.errors import Busy, EditConflict, InvalidInput, TooComplex
from wiki.statements.actions import save_statement
from wiki.statements.defaults import TITLES, heading
from wiki.statements.forms import StatementForm
from wiki.statements.queries import Statement, find_earlier, find_statement, list_earlier
from wiki.web.forms import status_of
from wiki.web.numbers import read_number

bp = Blueprint("statements", __name__)

_NAME = "/<any(accessibility, privacy):name>"


@bp.get(_NAME)
@allow(Permission.READ)
def show(name: str) -> str:
    """Show a statement."""
    return render_template(
        "statements/show.html",
        statement=_find(name),
        title=TITLES[name][g.language],
        heading=heading(name, g.language),
    )


def _find(name: str) -> Statement:
    return find_statement(name, g.language, str(current_app.extensions["site"].contact()))


@bp.get(f"{_NAME}/edit")
@allow(Permission.EDIT_STATEMENTS)
def edit(name: str) -> ResponseReturnValue:
    """Show the form, filled with the newest text or with an earlier text to restore."""
    statement = _find(name)
    source, viewer = statement.source, current_viewer()
    if "from" in request.args:
        source = find_earlier(name, g.language, read_number(request.args["from"]), viewer)
    form = StatementForm(formdata=None)
    form.body.data = source
    form.base.data = str(statement.number)
    return _form_page(name, form, state="" if source == statement.source else "unsaved")


@bp.post(f"{_NAME}/edit")
@allow(Permission.EDIT_STATEMENTS)
def update(name: str) -> ResponseReturnValue:
    """Save the text, show its preview, or show what is wrong."""
    form = StatementForm()
    body = form.body.data or ""
    try:
        if form.asks_for_preview:
            preview = render_body(body, g.language).html
            return _form_page(name, form, preview=preview, state="unsaved")
        save_statement(name, g.language, body, form.read_base(), current_viewer())
    except EditConflict as conflict:
        return _conflict_page(name, form, conflict), 409
    except (InvalidInput, TooComplex, Busy) as error:
        form.show(error, "body")
        status = status_of(error)
        return _form_page(name, form, state="unsaved"), status
    flash(_("The page is saved, and readers see it."), "success")
    return redirect(url_for("statements.show", name=name), 303)


def _conflict_page(name: str, form: StatementForm, conflict: EditConflict) -> str:
    """Show the written text and what was saved meanwhile; the next save replaces that."""
    newest = _find(name)
    form.base.data = str(newest.number)
    form.show(conflict, "body")
    return _form_page(name, form, state="unsaved", newest=newest.source)


def _form_page(
    name: str, form: StatementForm, preview: str = "", state: str = "", newest: str = ""
) -> str:
    return render_template(
        "statements/edit.html",
        name=name,
        title=TITLES[name][g.language],
        form=form,
        preview=preview,
        newest=newest,
        earlier=list_earlier(name, g.language, current_viewer()),
        editor_key=f"statement-{name}-{g.language}",
        editor_state=state,
        editor_action=url_for("statements.update", name=name),
    )
