"""Serve the review of a draft: the conversation, and what editor and author do in it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission, can
from wiki.accounts.queries import find_own_user
from wiki.articles.models import Article
from wiki.articles.queries.completeness import needs_another, needs_other_university
from wiki.articles.routes.urls import article_at, article_url
from wiki.articles.steps.revise import find_head
from wiki.errors import EditConflict, InvalidInput
from wiki.reviews.actions import answer_review, let_go, return_draft, take_draft, undo_return
from wiki.reviews.forms import AnswerForm, ReturnForm
from wiki.reviews.queries import list_rounds
from wiki.reviews.steps import waits
from wiki.web.middleware.origin import safe_next
from wiki.web.numbers import read_number
from wiki.web.undo import flash_undoable

bp = Blueprint("reviews", __name__)


@bp.get("/articles/<slug>/review")
@allow(Permission.SEE_DRAFT)
def show(slug: str) -> str:
    """Show where a draft stands, and what editors and its author have said to each other."""
    return _page(article_at(slug, current_viewer()))


def _page(
    article: Article, returning: ReturnForm | None = None, answering: AnswerForm | None = None
) -> str:
    viewer = current_viewer()
    rounds = list_rounds(article, viewer)
    current = next((review for review in rounds if not review.is_closed), None)
    head, is_editor = find_head(article), can(Permission.REVIEW, viewer)
    returning = returning or ReturnForm(formdata=None)
    returning.number.data = str(head.number)
    answered = next((review for review in rounds if review.is_answered), None)
    return render_template(
        "reviews/show.html",
        article=article,
        title=head.title,
        head=head,
        rounds=rounds,
        current=current,
        answered=answered,
        waits=waits(article),
        is_same_university=is_editor and needs_other_university(article, viewer),
        has_university=find_own_user(viewer).university_id is not None,
        is_own_alone=is_editor and needs_another(article, viewer),
        returning=returning,
        answering=answering or AnswerForm(formdata=None),
    )


@bp.post("/articles/<slug>/review")
@allow(Permission.REVIEW)
def take(slug: str) -> ResponseReturnValue:
    """Take a draft to look at it, over from another editor too, or let it go."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    here = article_url(article, "reviews.show")
    if request.form.get("intent") == "let_go":
        let_go(article.id, viewer)
        flash(_("You have let the draft go. It waits for any editor."), "success")
        return redirect(safe_next(request.form.get("next")) or here, 303)
    form, over = ReturnForm(formdata=None), request.form.get("over")
    try:
        take_draft(article.id, viewer, over=read_number(over))
    except EditConflict as conflict:
        form.show(conflict)
        return _page(article, form), 409
    message = _("The other editors see that you are looking at it.")
    if over:  # to let it go would not give it back to the other editor
        flash(message, "success")
    else:
        flash_undoable(message, here, {"intent": "let_go"})
    return redirect(here, 303)


@bp.post("/articles/<slug>/review/return")
@allow(Permission.REVIEW)
def return_to_author(slug: str) -> ResponseReturnValue:
    """Give a draft back to its author with words; these stay in the form if that fails."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    form = ReturnForm()
    try:
        review_id = return_draft(article.id, form.read_version(), form.words.data, viewer)
    except InvalidInput as error:
        form.show(error)
        return _page(article, form), 422
    except EditConflict as conflict:
        form.show(conflict)
        return _page(article, form), 409
    flash_undoable(
        _("“%(title)s” is returned to its author with your words.", title=find_head(article).title),
        article_url(article, "reviews.undo"),
        {"review": review_id},
    )
    return redirect(url_for("desk.index"), 303)


@bp.post("/articles/<slug>/review/undo")
@allow(Permission.REVIEW)
def undo(slug: str) -> str:
    """Take a return back; the words stand in the form again, so the page is shown at once."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    words = undo_return(article.id, read_number(request.form.get("review")), viewer)
    flash(_("The draft waits again. Your words stand below and are not sent."), "success")
    form = ReturnForm(formdata=None)
    form.words.data = words
    return _page(article, form)


@bp.post("/articles/<slug>/review/ready")
@allow(Permission.EDIT)
def ready(slug: str) -> ResponseReturnValue:
    """Send a returned draft to the editors again, with an answer."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    form = AnswerForm()
    try:
        answer_review(article.id, form.answer.data, viewer)
    except InvalidInput as error:
        form.show(error)
        return _page(article, answering=form), 422
    except EditConflict as conflict:
        form.show(conflict)
        return _page(article, answering=form), 409
    flash(_("The draft is on the editors' list again, with your answer."), "success")
    back = safe_next(request.form.get("next"))
    return redirect(back or article_url(article, "reviews.show"), 303)
