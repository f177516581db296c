"""The page of the desk with what readers say is wrong."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.desk.queries import count_work
from wiki.desk.routes.blueprint import bp
from wiki.errors import InvalidInput
from wiki.tips.actions import close_tip, reopen_tip
from wiki.tips.forms import ClosingForm
from wiki.tips.queries import list_tips
from wiki.web.numbers import read_number, read_page
from wiki.web.undo import flash_undoable


@bp.get("/desk/tips")
@allow(Permission.USE_DESK)
def tips() -> str:
    """Show what readers say is wrong with articles."""
    return _page(ClosingForm(formdata=None))


def _page(form: ClosingForm, tip_id: int = 0) -> str:
    viewer = current_viewer()
    return render_template(
        "desk/tips.html",
        tips=list_tips(viewer, read_page(request.args.get("page"))),
        form=form,
        answered=tip_id,
        work=count_work(viewer),
    )


@bp.post("/desk/tips")
@allow(Permission.USE_DESK)
def close_what_was_said() -> ResponseReturnValue:
    """Close what a reader said; the answer stays in the form if that fails."""
    form, tip_id = ClosingForm(), read_number(request.form.get("tip"))
    try:
        close_tip(tip_id, form.answer.data, current_viewer())
    except InvalidInput as error:
        form.show(error)
        return _page(form, tip_id), 422
    flash_undoable(_("It is closed."), url_for("desk.reopen_what_was_said"), {"tip": tip_id})
    return redirect(url_for("desk.tips"), 303)


@bp.post("/desk/tips/undo")
@allow(Permission.USE_DESK)
def reopen_what_was_said() -> str:
    """Put it on the list again; the answer stands in its form, so the page is shown at once."""
    form, tip_id = ClosingForm(formdata=None), read_number(request.form.get("tip"))
    form.answer.data = reopen_tip(tip_id, current_viewer())
    flash(_("It is on the list again."), "success")
    return _page(form, tip_id)
