"""A page on which somebody tries out how to write; nothing of it is stored."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from wiki.accounts.gate import allow
from wiki.accounts.permissions import Permission
from wiki.article_templates.defaults import shipped_text
from wiki.articles.actions.preview import render_preview
from wiki.errors import Busy, InvalidInput, TooComplex
from wiki.home.forms import TrialForm
from wiki.home.routes.blueprint import bp
from wiki.web.forms import status_of


@bp.get("/try")
@allow(Permission.WRITE)
def trial() -> str:
    """Show the editor with a text that has a bit of everything."""
    body = shipped_text("trial", g.language)
    form = TrialForm(formdata=None, data={"body": body})
    try:
        preview = render_preview(body, g.language)
    except (Busy, TooComplex):  # the editor works without, and has a button for it
        preview = ""
    return _trial_page(form, preview)


@bp.post("/try")
@allow(Permission.WRITE)
def try_out() -> ResponseReturnValue:
    """Show the preview of what was typed, and forget it."""
    form = TrialForm()
    try:
        return _trial_page(form, render_preview(form.body.data or "", g.language), "unsaved")
    except (InvalidInput, TooComplex, Busy) as error:
        form.show(error, "body")
        return _trial_page(form, "", "unsaved"), status_of(error)


def _trial_page(form: TrialForm, preview: str, state: str = "") -> str:
    return render_template(
        "home/trial.html",
        form=form,
        preview=preview,
        editor_key=f"trial-{g.language}",
        editor_state=state,
        editor_free=True,
    )
