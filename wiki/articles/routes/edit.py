"""Serve the pages for writing articles."""

from dataclasses import replace

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission, require
from wiki.articles.actions.once import create_once
from wiki.articles.actions.preview import render_preview
from wiki.articles.actions.result import Saved
from wiki.articles.actions.save import save_article
from wiki.articles.editing import (
    asks_first,
    find_homeless,
    find_source,
    first_body,
    open_document,
    place_of,
    read_save,
)
from wiki.articles.forms import (
    ArticleForm,
    article_form,
    filled_form,
    is_news,
    note_taken,
)
from wiki.articles.kinds import KINDS
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted, find_translation
from wiki.articles.queries.requests import list_requests
from wiki.articles.queries.similar import find_similar_titles
from wiki.articles.routes.blueprint import bp
from wiki.articles.routes.editor import (
    conflict_page,
    edit_page,
    forget_copy,
    new_page,
    open_page,
    preview_of,
    show_error,
    taken_form,
)
from wiki.articles.routes.urls import after_save_url, article_at, flash_saved
from wiki.articles.steps.revise import TextConflict
from wiki.articles.steps.sections import find_anchor
from wiki.articles.steps.translations import SourceVersion
from wiki.articles.text import TITLE_LENGTH, ArticleText
from wiki.characters import normalise_line
from wiki.copies.queries import CopyPlace
from wiki.errors import Busy, InvalidInput, TooComplex
from wiki.pairs.queries.beginning import begin_translation
from wiki.web.forms import status_of
from wiki.web.middleware.uploads import takes_file
from wiki.web.numbers import read_number


@bp.get("/articles/new")
@allow(Permission.WRITE)
def new() -> ResponseReturnValue:
    """Ask for the kind of a new article, then for its text."""
    kind = request.args.get("kind", "")
    title = normalise_line(request.args.get("title", ""))[:TITLE_LENGTH]
    if kind not in KINDS:
        viewer = current_viewer()
        return render_template(
            "articles/new.html",
            kinds=KINDS.values(),
            title=title,
            similar=find_similar_titles(g.language, title, viewer),
            requests=[] if title else list_requests(viewer, g.language),
        )
    place = CopyPlace(g.language, kind)
    if taken := taken_form(place):
        return new_page(kind, taken, state="unsaved")
    form = filled_form(
        kind, ArticleText(title, "", first_body(kind, g.language, request.args.get("start")), {}), 0
    )
    form.translation_of.data = request.args.get("translation_of", "")
    source = find_source(form, g.language, current_viewer())
    return _translate(kind, source) if source else new_page(kind, form)


def _translate(kind: str, source: Article) -> ResponseReturnValue:
    """Show the form of a translation to come, or of the translation that there is."""
    viewer = current_viewer()
    if translation := find_translation(source, viewer):
        flash(_("The article is translated already. This is its translation."), "info")
        slug, language = translation.slug, translation.language
        return redirect(url_for("articles.edit", slug=slug, language=language), 302)
    text = begin_translation(source, viewer).text
    facts = text.facts if kind == source.kind else {}
    form = filled_form(kind, replace(text, facts=facts), 0)
    form.translation_of.data = str(source.id)
    form.translated_version.data = str(source.shown.number)
    return new_page(kind, form)


@bp.post("/articles/new")
@allow(Permission.WRITE)
@takes_file
def create() -> ResponseReturnValue:
    """Save a new article, show its preview, or show what is invalid."""
    viewer = current_viewer()
    kind = request.args.get("kind", "")
    form = article_form(kind)
    try:
        if form.intent in {"preview", "open"}:
            open_document(form, g.language, viewer)
            return new_page(
                kind,
                form,
                preview=render_preview(form.body.data or "", g.language),
                state="unsaved",
            )
        text, comment = form.read_save()
        if asks_first(form, g.language, "untouched" in request.form, viewer):
            return new_page(kind, form, state="unsaved"), 409
        version = _read_version(form)
        saved = create_once(
            form.sent_id,
            g.language,
            kind,
            text,
            viewer,
            comment=comment,
            publish=form.intent == "publish",
            version=version,
        )
    except TextConflict as conflict:
        article = find_permitted(conflict.newest.article_id, Permission.EDIT, viewer)
        return conflict_page(article, conflict, form), 409
    except (InvalidInput, TooComplex, Busy) as error:
        show_error(form, error)
        return new_page(kind, form, state="unsaved"), status_of(error)
    flash_saved(saved)
    if version is not None and not saved.was_paired:
        flash(_("The article you translated has another translation already."), "warning")
    forget_copy(form.sent_id)
    return redirect(after_save_url(saved), 303)


def _read_version(form: ArticleForm) -> SourceVersion | None:
    """Return which version of which article a form translates, if the viewer may do that."""
    source = find_source(form, g.language, current_viewer())
    number = read_number(form.translated_version.data)
    return SourceVersion(source.id, max(number, 0)) if source else None


@bp.get("/articles/<slug>/edit")
@allow(Permission.EDIT)
def edit(slug: str) -> ResponseReturnValue:
    """Show the newest text of an article in a form."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    require(Permission.EDIT, viewer, article)
    if taken := taken_form(place_of(article)):
        return edit_page(article, taken, state="unsaved")
    return open_page(article)


@bp.post("/articles/<slug>/edit")
@allow(Permission.EDIT)
@takes_file
def update(slug: str) -> ResponseReturnValue:
    """Save a text or a section of it; show its preview, what is invalid, or on a conflict both."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    require(Permission.EDIT, viewer, article)
    form = article_form(article.kind)
    form.homeless = find_homeless(form, dict(request.form.lists()), article.id)
    try:
        if form.intent in {"preview", "open"}:
            open_document(form, g.language, viewer)
            return edit_page(
                article,
                form,
                preview=preview_of(article, form),
                state="unsaved",
            )
        text, comment = read_save(article, form, viewer)
        has_title = not form.section.data
        is_asked = has_title and is_news(form, article.language, article, viewer)
        if form.homeless or is_asked:
            taken = note_taken(form, article.language, article, viewer)
            return edit_page(article, form, state="unsaved", taken=taken), 409
        publish = form.intent == "publish"
        saved = save_article(
            article.id, text, form.read_base(), viewer, comment=comment, publish=publish
        )
    except TextConflict as conflict:
        return conflict_page(article, conflict, form), 409
    except (InvalidInput, TooComplex, Busy) as error:
        show_error(form, error)
        return edit_page(article, form, state="unsaved"), status_of(error)
    flash_saved(saved)
    forget_copy(form.sent_id)
    return redirect(after_save_url(saved, _anchor_of(saved, form)), 303)


def _anchor_of(saved: Saved, form: ArticleForm) -> str:
    """Return the id of the section that was saved, if the form was of one that is still there."""
    if not form.section.data:
        return ""
    return find_anchor(saved.revision, form.body.data or "", read_number(form.section.data))
