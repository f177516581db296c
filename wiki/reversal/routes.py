"""Serve the page on which an administrator undoes what somebody did."""

from flask import Blueprint, render_template, request

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.queries import find_user
from wiki.reversal.actions import count_undone, undo_work
from wiki.reversal.forms import PeriodForm
from wiki.reversal.queries.work import find_work
from wiki.web.forms import WikiForm

bp = Blueprint("reversal", __name__)
Answer = tuple[str, int]


@bp.route("/admin/users/<id:user_id>/reversal", methods=["GET", "POST"])
@allow(Permission.MANAGE_USERS)
def index(user_id: int) -> Answer:
    """Show what somebody did in a time and what would undo it; then undo what was chosen."""
    viewer, form, sending = current_viewer(), PeriodForm(request.values), WikiForm()
    user = find_user(user_id, viewer)
    if not form.validate():
        page = render_template("reversal/index.html", user=user, form=form, sending=sending)
        return page, 422
    period, keys = form.read_period(user_id), request.form.getlist("deeds")
    outcomes = undo_work(period, keys, viewer) if request.method == "POST" else []
    page = render_template(
        "reversal/index.html",
        user=user,
        form=form,
        sending=sending,
        work=find_work(period, viewer),
        is_sent=request.method == "POST",
        outcomes=outcomes,
        undone=count_undone(outcomes),
        missed=len(set(keys)) - len(outcomes),
    )
    return page, 200
