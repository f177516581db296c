"""Serve the pages on which a reviewer suggests changes, and an author decides about them."""

from collections.abc import Collection, Sequence

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.amendments.actions import (
    NONE_TICKED,
    Suggestion,
    settle_text,
    suggest_text,
    undo_settlement,
    withdraw_text,
)
from wiki.amendments.forms import AmendmentForm
from wiki.amendments.hunks import Hunk
from wiki.amendments.queries import (
    ChangedLine,
    HunkState,
    find_amendment,
    list_hunks,
    list_lines,
)
from wiki.articles.models import Article
from wiki.articles.routes.urls import article_at, article_url
from wiki.articles.steps.revise import find_head
from wiki.errors import EditConflict, InvalidInput
from wiki.web.forms import WikiForm
from wiki.web.undo import flash_undoable

bp = Blueprint("amendments", __name__)


@bp.get("/articles/<slug>/amendments/new")
@allow(Permission.REVIEW)
def new(slug: str) -> str:
    """Show the text of a draft in a form."""
    article, form = article_at(slug, current_viewer()), AmendmentForm(formdata=None)
    head = find_head(article)
    form.body.data, form.number.data = head.body_markdown, str(head.number)
    return _form_page(article, form)


def _form_page(article: Article, form: AmendmentForm) -> str:
    head = find_head(article)
    for field, there in ((form.title, head.title), (form.summary, head.summary)):
        field.data = there if field.data is None else field.data
    return render_template("amendments/new.html", article=article, title=head.title, form=form)


@bp.post("/articles/<slug>/amendments/new")
@allow(Permission.REVIEW)
def add(slug: str) -> ResponseReturnValue:
    """Suggest the text of the form; it stays in the form if that fails."""
    viewer = current_viewer()
    article, form = article_at(slug, viewer), AmendmentForm()
    said = Suggestion(form.body.data, form.words.data, form.title.data, form.summary.data)
    try:
        made = suggest_text(article.id, form.read_version(), said, viewer)
    except InvalidInput as error:
        form.show(error)
        return _form_page(article, form), 422
    except EditConflict as conflict:
        form.show(conflict)
        return _form_page(article, form), 409
    flash_undoable(
        _("Your changes wait for the author of the draft."),
        article_url(article, "amendments.withdraw", amendment_id=made),
    )
    return redirect(article_url(article, "amendments.show", amendment_id=made), 303)


@bp.post("/articles/<slug>/amendments/<id:amendment_id>/withdrawal")
@allow(Permission.REVIEW)
def withdraw(slug: str, amendment_id: int) -> str:
    """Take an own suggestion back; its text stands in the form again."""
    viewer = current_viewer()
    article, form = article_at(slug, viewer), AmendmentForm(formdata=None)
    number, said = withdraw_text(article.id, amendment_id, viewer)
    form.number.data, form.body.data, form.words.data = str(number), said.body, said.words
    form.title.data, form.summary.data = said.title, said.summary
    flash(_("It is taken back. Your text stands below and is not sent."), "success")
    return _form_page(article, form)


@bp.get("/articles/<slug>/amendments/<id:amendment_id>")
@allow(Permission.SEE_DRAFT)
def show(slug: str, amendment_id: int) -> str:
    """Show the changes of a suggestion one by one."""
    return _page(article_at(slug, current_viewer()), amendment_id, WikiForm(formdata=None))


def _page(
    article: Article,
    amendment_id: int,
    form: WikiForm,
    chosen: Collection[str] | None = None,
    hunks: Sequence[tuple[Hunk, HunkState]] | None = None,
) -> str:
    viewer = current_viewer()
    amendment = find_amendment(article, amendment_id, viewer)
    hunks = list_hunks(article, amendment, viewer) if hunks is None else hunks
    lines = list_lines(article, amendment, viewer)
    fitting = {str(hunk.number) for hunk, state in hunks if state == HunkState.FITS}
    fitting |= {line.name for line in lines if line.state == HunkState.FITS}
    return render_template(
        "amendments/show.html",
        article=article,
        title=find_head(article).title,
        amendment=amendment,
        hunks=hunks,
        lines=lines,
        chosen=fitting if chosen is None else fitting & set(chosen),
        form=form,
    )


@bp.post("/articles/<slug>/amendments/<id:amendment_id>")
@allow(Permission.EDIT)
def settle(slug: str, amendment_id: int) -> ResponseReturnValue:
    """Accept the ticked changes, all that fit, or none."""
    viewer = current_viewer()
    article, form = article_at(slug, viewer), WikiForm()
    intent, hunks, lines = request.form.get("intent"), None, list[ChangedLine]()
    if intent == "all":
        amendment = find_amendment(article, amendment_id, viewer)
        hunks = list_hunks(article, amendment, viewer)
        lines = [*list_lines(article, amendment, viewer)]
    chosen = _read_chosen(intent, hunks, lines)
    if not chosen and intent != "reject":
        none_fits = _("None of the changes fits the draft as it is now.")
        form.show(InvalidInput(none_fits if intent == "all" else str(NONE_TICKED)))
        return _page(article, amendment_id, form, chosen, hunks), 422
    try:
        made = settle_text(article.id, amendment_id, chosen, viewer)
    except InvalidInput as error:
        form.show(error)
        return _page(article, amendment_id, form, chosen, hunks), 422
    except EditConflict as conflict:
        form.show(conflict)
        return _page(article, amendment_id, form, chosen), 409
    message = _("The suggestion is rejected.")
    if chosen:
        message = _("What you accepted is in draft %(number)s.", number=made or 0)
        message = message if made else _("What you accepted was in the draft already.")
    flash_undoable(message, article_url(article, "amendments.undo", amendment_id=amendment_id))
    return redirect(article_url(article, "reviews.show"), 303)


def _read_chosen(
    intent: str | None,
    hunks: Sequence[tuple[Hunk, HunkState]] | None,
    lines: Sequence[ChangedLine],
) -> set[str]:
    """Return the names of what is accepted; `hunks` are given if it is all."""
    if intent == "reject":
        return set()
    if hunks is None:
        return set(request.form.getlist("hunk"))
    found = {str(hunk.number) for hunk, state in hunks if state != HunkState.CONFLICT}
    return found | {line.name for line in lines if line.state != HunkState.CONFLICT}


@bp.post("/articles/<slug>/amendments/<id:amendment_id>/undo")
@allow(Permission.EDIT)
def undo(slug: str, amendment_id: int) -> Response:
    """Take a decision back: the suggestion waits again, and the draft is as it was."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    undo_settlement(article.id, amendment_id, viewer)
    flash(_("The suggestion waits again, and the draft is as it was."), "success")
    return redirect(article_url(article, "amendments.show", amendment_id=amendment_id), 303)
