"""Serve the pages for writing articles."""

from typing import Any

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission, require
from wiki.advice.queries import Writing, find_panel
from wiki.advice.wording import Panel
from wiki.articles.actions.once import create_once
from wiki.articles.actions.preview import preview_stored, render_preview
from wiki.articles.actions.save import save_article
from wiki.articles.editing import (
    asks_first,
    describe_others,
    describe_settlement,
    find_homeless,
    find_similar,
    find_source,
    first_body,
    offer_copies,
    place_of,
    saves_untouched,
    take_copy,
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
from wiki.articles.queries.articles import find_permitted
from wiki.articles.queries.completeness import list_missing, name_parts, required_parts
from wiki.articles.queries.requests import list_requests
from wiki.articles.queries.similar import find_similar_titles
from wiki.articles.routes.blueprint import bp
from wiki.articles.routes.urls import (
    SAVED_KEY,
    after_save_url,
    article_at,
    article_url,
    flash_saved,
)
from wiki.articles.steps.revise import TextConflict, find_head, text_of
from wiki.articles.text import TITLE_LENGTH, ArticleText
from wiki.characters import normalise_line
from wiki.copies.actions import drop_copy
from wiki.copies.queries import Place
from wiki.errors import Busy, InvalidInput, NotFound, TooComplex
from wiki.media.forms import ACCEPTED
from wiki.media.licences import LICENCES
from wiki.media.queries import find_chosen
from wiki.web.i18n import LANGUAGES
from wiki.web.middleware.uploads import takes_file


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
    place = Place(g.language, kind)
    if taken := _taken_form(place):
        return _new_page(kind, taken, state="unsaved")
    form = filled_form(
        kind, ArticleText(title, "", first_body(kind, g.language, request.args.get("start")), {}), 0
    )
    form.translation_of.data = request.args.get("translation_of", "")
    return _new_page(kind, form)


def _taken_form(place: Place) -> ArticleForm | None:
    """Return the form as it was in the working copy that the URL names, if it names one."""
    form_id = request.args.get("copy")
    try:
        return take_copy(form_id, place, current_viewer()) if form_id else None
    except NotFound:
        flash(_("This text is not kept any more: it was saved or thrown away."), "info")
        return None


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
            form.open_document(viewer.user_id)
            return _new_page(
                kind,
                form,
                preview=render_preview(form.body.data or "", g.language),
                state="unsaved",
            )
        text, comment = form.read_save()
        if asks_first(form, text, g.language, "untouched" in request.form, viewer):
            return _new_page(kind, form, state="unsaved"), 409
        source = find_source(form, viewer)
        source_id = source.id if source and source.language != g.language else None
        saved = create_once(
            form.sent_id,
            g.language,
            kind,
            text,
            viewer,
            comment=comment,
            publish=form.intent == "publish",
            source_id=source_id,
        )
    except TextConflict as conflict:
        article = find_permitted(conflict.newest.article_id, Permission.EDIT, viewer)
        return _conflict_page(article, conflict, form), 409
    except (InvalidInput, TooComplex, Busy) as error:
        _show_error(form, error)
        return _new_page(kind, form, state="unsaved"), _status_of(error)
    flash_saved(saved)
    if source_id is not None and not saved.was_paired:
        flash(_("The article you translated has another translation already."), "warning")
    _forget_copy(form.sent_id)
    return redirect(after_save_url(saved), 303)


def _forget_copy(form_id: str | None) -> None:
    """Drop the unsaved copies of a form that is saved: ours, and the browser's on its next page."""
    drop_copy(form_id, current_viewer())
    session[SAVED_KEY] = form_id


def _new_page(kind: str, form: ArticleForm, preview: str = "", state: str = "") -> str:
    source = find_source(form, current_viewer())
    form.comment.label.text = _("Comment on the first version")
    # In the other language it would be another article, so the language switch opens an empty form.
    g.alternates = {code: url_for("articles.new", language=code, kind=kind) for code in LANGUAGES}
    return render_template(
        "articles/edit.html",
        licences=LICENCES,
        accepted=ACCEPTED,
        form=form,
        kind=KINDS[kind],
        article=None,
        source=source,
        taken=note_taken(form, g.language, None, current_viewer()),
        similar=find_similar(form, g.language, None, current_viewer()),
        untouched=saves_untouched(form, g.language),
        leading=find_chosen(form.typed),
        advice=_advise(form, g.language, None),
        preview=preview,
        lacks=name_parts(required_parts()),
        editor_key=f"new-{g.language}-{kind}",
        editor_copies=offer_copies(form, Place(g.language, kind), current_viewer()),
        editor_copies_url=url_for("articles.keep", kind=kind),
        editor_saved=session.pop(SAVED_KEY, None),
        editor_state=state,
        editor_action=request.full_path.rstrip("?"),
    )


@bp.get("/articles/<slug>/edit")
@allow(Permission.EDIT)
def edit(slug: str) -> ResponseReturnValue:
    """Show the newest text of an article in a form."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    require(Permission.EDIT, viewer, article)
    head = find_head(article)
    if taken := _taken_form(place_of(article)):
        return _edit_page(article, taken, state="unsaved")
    form = filled_form(article.kind, text_of(head), head.number)
    return _edit_page(article, form, preview=preview_stored(head, article.language))


@bp.post("/articles/<slug>/edit")
@allow(Permission.EDIT)
@takes_file
def update(slug: str) -> ResponseReturnValue:
    """Save a text, show its preview, or show what is invalid; on a conflict, show both texts."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    require(Permission.EDIT, viewer, article)
    form = article_form(article.kind)
    form.homeless = find_homeless(form, dict(request.form.lists()), article.id)
    try:
        if form.intent in {"preview", "open"}:
            form.open_document(viewer.user_id)
            return _edit_page(
                article,
                form,
                preview=render_preview(form.body.data or "", g.language),
                state="unsaved",
            )
        text, comment = form.read_save()
        if form.homeless or is_news(form, text, article.language, article, viewer):
            taken = note_taken(form, article.language, article, viewer)
            return _edit_page(article, form, state="unsaved", taken=taken), 409
        publish = form.intent == "publish"
        saved = save_article(
            article.id, text, form.read_base(), viewer, comment=comment, publish=publish
        )
    except TextConflict as conflict:
        return _conflict_page(article, conflict, form), 409
    except (InvalidInput, TooComplex, Busy) as error:
        _show_error(form, error)
        return _edit_page(article, form, state="unsaved"), _status_of(error)
    flash_saved(saved)
    _forget_copy(form.sent_id)
    return redirect(after_save_url(saved), 303)


def _edit_page(article: Article, form: ArticleForm, **values: Any) -> str:
    values = {"preview": "", "state": "", "taken": None, **values}
    head = find_head(article)
    missing = list_missing([(article.id, head.id, article.is_public)])
    return render_template(
        "articles/edit.html",
        licences=LICENCES,
        accepted=ACCEPTED,
        form=form,
        kind=KINDS[article.kind],
        article=article,
        title=head.title,
        lacks=name_parts(missing.get(article.id, ())),
        source=None,
        similar=find_similar(form, article.language, article, current_viewer()),
        taken=values["taken"],
        leading=find_chosen(form.typed),
        advice=_advise(form, article.language, article),
        preview=values["preview"],
        editor_key=f"article-{article.id}",
        editor_copies=offer_copies(form, place_of(article), current_viewer()),
        editor_copies_url=url_for("articles.keep", article=article.id),
        editor_number=head.number,
        saved_at=head.created_at,
        others=describe_others(article, current_viewer()),
        editor_saved=session.pop(SAVED_KEY, None),
        editor_state=values["state"],
        editor_action=article_url(article, "articles.update"),
    )


def _conflict_page(article: Article, conflict: TextConflict, form: ArticleForm) -> str:
    """Show both texts, and ask what is to stand in each place that they do not share."""
    comment = form.comment.data or ""
    shown = describe_settlement(article, conflict, comment, form.sent_id, current_viewer())
    return render_template("articles/settle.html", preview="", **shown)


def _advise(form: ArticleForm, language: str, article: Article | None) -> Panel:
    """Return what the writer may want to look at in the form; nothing of it keeps from saving."""
    title, summary, body = (field.data or "" for field in (form.title, form.summary, form.body))
    article_id = article.id if article else None
    writing = Writing(language, form.kind, title, summary, body, article_id)
    return find_panel(writing, current_viewer())


def _status_of(error: InvalidInput | TooComplex | Busy) -> int:
    return 503 if isinstance(error, Busy) else 422


def _show_error(form: ArticleForm, error: InvalidInput | TooComplex | Busy) -> None:
    """Put the messages at their fields; TooComplex belongs to the body."""
    form.show(error, "body" if isinstance(error, TooComplex) else "")
