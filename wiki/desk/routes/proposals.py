"""The page that lists the tags that authors propose, and decides about them."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.desk.forms import DecisionForm
from wiki.desk.queries import count_work
from wiki.desk.routes.blueprint import bp
from wiki.errors import InvalidInput
from wiki.proposals.actions import accept_proposals, refuse_proposals, reopen_proposals
from wiki.proposals.queries.proposals import list_waiting_proposals
from wiki.web.middleware.origin import safe_next
from wiki.web.numbers import read_page
from wiki.web.undo import flash_undoable


@bp.get("/desk/proposals")
@allow(Permission.TAG)
def proposals() -> str:
    """Show the tags that wait for a decision, the oldest first."""
    return _proposals_page(DecisionForm(formdata=None))


def _proposals_page(form: DecisionForm) -> str:
    viewer = current_viewer()
    return render_template(
        "desk/proposals.html",
        form=form,
        proposals=list_waiting_proposals(viewer, read_page(request.args.get("page"))),
        work=count_work(viewer),
    )


@bp.post("/desk/proposals")
@allow(Permission.TAG)
def decide() -> Response | tuple[str, int]:
    """Accept or refuse the chosen proposals, or the one whose button was pressed."""
    form, viewer = DecisionForm(), current_viewer()
    if not form.read():
        return _proposals_page(form), 422
    try:
        if form.accepts:
            decided = accept_proposals(form.chosen, viewer)
        else:
            decided = refuse_proposals(form.chosen, form.answer.data, viewer)
    except InvalidInput as error:
        form.show(error)
        return _proposals_page(form), 422
    page = url_for("desk.proposals", page=request.args.get("page"))
    if decided:
        message = _done_message(form.accepts, len(decided))
        flash_undoable(message, url_for("desk.reopen"), {"proposals": decided, "next": page})
    else:
        flash(_("Nothing was left to decide: the tags are there, or somebody was faster."), "info")
    return redirect(page, 303)


def _done_message(is_accepted: bool, count: int) -> str:
    accepted = ngettext("%(num)s topic is accepted.", "%(num)s topics are accepted.", count)
    refused = ngettext("%(num)s topic is refused.", "%(num)s topics are refused.", count)
    return str(accepted if is_accepted else refused)


@bp.post("/desk/proposals/undo")
@allow(Permission.TAG)
def reopen() -> Response:
    """Take decisions back, and return to the page on which they were made."""
    form = DecisionForm()
    reopened = reopen_proposals(form.chosen, current_viewer())
    if not reopened:
        raise InvalidInput(_("There is nothing to undo."))
    flash(_("The decision is taken back."), "success")
    return redirect(safe_next(request.form.get("next")) or url_for("desk.proposals"), 303)
