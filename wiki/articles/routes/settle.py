"""Save what an author makes of two versions of a text that do not go together by themselves."""

from collections.abc import Mapping
from uuid import uuid4

from flask import g, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission, can, require
from wiki.articles.actions.preview import render_preview
from wiki.articles.actions.save import save_article
from wiki.articles.editing import fields_as_sent, place_of
from wiki.articles.forms import ArticleForm, article_form, filled_form
from wiki.articles.models import Article
from wiki.articles.routes.blueprint import bp
from wiki.articles.routes.editor import conflict_page
from wiki.articles.routes.urls import (
    SAVED_KEY,
    after_save_url,
    article_at,
    article_url,
    flash_saved,
)
from wiki.articles.settle import Choice
from wiki.articles.steps.revise import TextConflict, find_text, merge_with
from wiki.articles.text import ArticleText, check_text
from wiki.copies.actions import drop_copy, keep_copy
from wiki.errors import Busy, InvalidInput, NotFound, TooComplex
from wiki.revisions.models import Revision
from wiki.web.forms import status_of
from wiki.web.numbers import read_number


@bp.post("/articles/<slug>/settlement")
@allow(Permission.EDIT)
def settle(slug: str) -> ResponseReturnValue:
    """Save the text with what was chosen for each place; show the page again if one is missing."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    require(Permission.EDIT, viewer, article)
    form = article_form(article.kind)
    saved = _find_saved(article, read_number(request.form.get("settled_with")))
    mine, comment = form.read_save()
    conflict = merge_with(saved, mine, form.read_base(), viewer)
    choices = _read_choices(conflict)
    if form.intent == "preview":
        return _preview(article, form, conflict, choices)
    try:
        text = check_text(article.kind, **conflict.merge.settle(choices))
        return _save(article, form, conflict, text, comment)
    except TextConflict as newer:
        return conflict_page(article, newer, form), 409
    except (InvalidInput, TooComplex, Busy) as error:
        messages = getattr(error, "fields", {}) or {"": error.message}
        status = status_of(error)
        return conflict_page(article, conflict, form, choices, messages), status


def _find_saved(article: Article, number: int) -> Revision:
    """Return the revision that the page showed, if the viewer may read it."""
    saved = find_text(article.id, number)
    if saved.is_hidden and not can(Permission.HIDE_REVISION, current_viewer()):
        raise NotFound()
    return saved


def _read_choices(conflict: TextConflict) -> dict[str, Choice]:
    """Return what was chosen, by the names of the places."""
    sent = request.form
    return {
        place.name: Choice(
            sent.get(f"choice.{place.name}", ""), sent.get(f"edited.{place.name}", place.mine)
        )
        for place in conflict.merge.places()
    }


def _save(
    article: Article, form: ArticleForm, conflict: TextConflict, text: ArticleText, comment: str
) -> ResponseReturnValue:
    """Save the settled text, or lead to the editor with it."""
    viewer, number = current_viewer(), conflict.newest.number
    if request.form.get("intent") == "edit":
        form_id = form.sent_id or uuid4().hex
        settled = filled_form(article.kind, text, number, comment, form_id)
        fields = {**fields_as_sent(settled), "comment": [comment]}
        keep_copy(place_of(article), form_id, number, fields, viewer)
        return redirect(article_url(article, "articles.edit", copy=form_id), 303)
    publish = form.intent == "publish"
    saved = save_article(article.id, text, number, viewer, comment=comment, publish=publish)
    flash_saved(saved)
    drop_copy(form.sent_id, viewer)
    session[SAVED_KEY] = form.sent_id
    return redirect(after_save_url(saved), 303)


def _preview(
    article: Article, form: ArticleForm, conflict: TextConflict, choices: Mapping[str, Choice]
) -> ResponseReturnValue:
    """Show what the choices so far make of the text: alone for the script, else on the page."""
    message, html = "", ""
    try:
        html = render_preview(conflict.merge.draft_body(choices), g.language)
    except (Busy, InvalidInput, TooComplex) as error:
        message = _(error.message)
    if request.headers.get("X-Requested-With") == "fetch":
        return render_template("articles/_preview.html", html=html, message=message)
    return conflict_page(article, conflict, form, choices, {"": message} if message else {}, html)
