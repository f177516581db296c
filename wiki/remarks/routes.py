"""Serve the page on which a draft is read line by line, with what people say about lines."""

from collections import defaultdict

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.models import Article
from wiki.articles.routes.urls import article_at, article_url
from wiki.articles.steps.revise import find_head, find_text
from wiki.errors import EditConflict, InvalidInput
from wiki.remarks.actions import add_remark, answer_remark, resolve_remark, take_back
from wiki.remarks.forms import RemarkAnswerForm, RemarkForm
from wiki.remarks.models import QUOTE_LENGTH
from wiki.remarks.queries import SaidRemark, list_remarks
from wiki.revisions.comparing import compare_in_turn
from wiki.revisions.models import Revision
from wiki.web.numbers import read_number
from wiki.web.undo import flash_undoable

bp = Blueprint("remarks", __name__)


@bp.get("/articles/<slug>/review/text")
@allow(Permission.SEE_DRAFT)
def show(slug: str) -> str:
    """Show the lines of a draft, with what is new in them and what was said about them."""
    article, form = article_at(slug, current_viewer()), RemarkForm(formdata=None)
    line = read_number(request.args.get("line"))
    lines = find_head(article).body_markdown.split("\n")
    if 0 < line <= len(lines) and lines[line - 1].strip():
        form.line.data, form.quote.data = str(line), lines[line - 1].strip()[:QUOTE_LENGTH]
    return _page(article, form)


def _page(
    article: Article,
    form: RemarkForm,
    answering: RemarkAnswerForm | None = None,
    answered: int = 0,
) -> str:
    viewer = current_viewer()
    remarks = list_remarks(article, viewer)
    head, shown = find_head(article), _find_shown(article)
    number = form.number.data or str(head.number)
    form.number.data = number
    by_line: dict[int, list[SaidRemark]] = defaultdict(list)
    for remark in remarks:
        by_line[remark.line].append(remark)
    body = shown.body_markdown if shown else head.body_markdown
    answering = answering or RemarkAnswerForm(formdata=None)
    return render_template(
        "remarks/show.html",
        article=article,
        head=head,
        shown=shown,
        rows=compare_in_turn(body, head.body_markdown, viewer.user_id).rows,
        by_line=by_line,
        remarks=remarks,
        form=form,
        # Of an older version: its lines may have other numbers by now.
        at_line=form.read_line() if number == str(head.number) else 0,
        answering=answering,
        answered=answered,
    )


def _find_shown(article: Article) -> Revision | None:
    """Return what readers see, with its source."""
    if article.published is None or not article.has_draft:
        return None
    return find_text(article.id, article.published.number)


@bp.post("/articles/<slug>/review/text")
@allow(Permission.SEE_DRAFT)
def add(slug: str) -> ResponseReturnValue:
    """Say something about a line; the words stay in the form if that fails."""
    viewer = current_viewer()
    article, form = article_at(slug, viewer), RemarkForm()
    line, quote, words = form.read_line(), form.quote.data, form.words.data
    try:
        remark_id = add_remark(article.id, form.read_version(), line, quote, words, viewer)
    except InvalidInput as error:
        form.show(error)
        return _page(article, form), 422
    except EditConflict as conflict:
        form.show(conflict)
        return _page(article, form), 409
    _flash_taken_back(article, _("Your comment stands beside the text."), remark_id)
    return _back(article, remark_id)


@bp.post("/articles/<slug>/review/text/answer")
@allow(Permission.SEE_DRAFT)
def answer(slug: str) -> ResponseReturnValue:
    """Answer a remark; the words stay in the form if that fails."""
    viewer = current_viewer()
    article, form = article_at(slug, viewer), RemarkAnswerForm()
    remark_id = read_number(request.form.get("remark"))
    try:
        answer_id = answer_remark(article.id, remark_id, form.words.data, viewer)
    except InvalidInput as error:
        form.show(error)
        return _page(article, RemarkForm(formdata=None), form, remark_id), 422
    except EditConflict as conflict:
        form.show(conflict)
        return _page(article, RemarkForm(formdata=None), form, remark_id), 409
    _flash_taken_back(article, _("Your answer stands below the comment."), answer_id)
    return _back(article, remark_id)


@bp.post("/articles/<slug>/review/text/settled")
@allow(Permission.SEE_DRAFT)
def settle(slug: str) -> Response:
    """Say that a remark is settled, or that it is not."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    remark_id = read_number(request.form.get("remark"))
    is_resolved = request.form.get("intent") != "reopen"
    resolve_remark(article.id, remark_id, viewer, is_resolved=is_resolved)
    if is_resolved:
        fields: dict[str, str | int] = {"remark": remark_id, "intent": "reopen"}
        flash_undoable(_("The comment is settled."), article_url(article, "remarks.settle"), fields)
    else:
        flash(_("The comment is open again."), "success")
    return _back(article, remark_id)


@bp.post("/articles/<slug>/review/text/undo")
@allow(Permission.SEE_DRAFT)
def undo(slug: str) -> str:
    """Take an own remark or answer back; its words stand in its form again."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    taken = take_back(article.id, read_number(request.form.get("remark")), viewer)
    flash(_("It is taken back. Your words stand below and are not sent."), "success")
    form, answering = RemarkForm(formdata=None), RemarkAnswerForm(formdata=None)
    if taken.answered_id is not None:
        answering.words.data = taken.words
        return _page(article, form, answering, taken.answered_id)
    form.number.data, form.line.data = str(taken.number), str(taken.line)
    form.quote.data, form.words.data = taken.quote, taken.words
    return _page(article, form)


def _flash_taken_back(article: Article, message: str, remark_id: int) -> None:
    flash_undoable(message, article_url(article, "remarks.undo"), {"remark": remark_id})


def _back(article: Article, remark_id: int) -> Response:
    return redirect(f"{article_url(article, 'remarks.show')}#remark-{remark_id}", 303)
