"""Serve publishing, renaming, archiving, restoring and pairing of articles."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission, require
from wiki.articles.actions.archive import (
    archive_article,
    pair_articles,
    unarchive_article,
    unpair_article,
)
from wiki.articles.actions.kind import change_kind
from wiki.articles.actions.save import publish_article, rename_article, restore_revision
from wiki.articles.actions.withdraw import publish_again, withdraw_publication
from wiki.articles.editing import prompts_message
from wiki.articles.forms import ReasonForm, RenameForm, TranslationForm, is_news, note_taken
from wiki.articles.kinds import KINDS
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_translation
from wiki.articles.queries.titles import Taken, find_by_title, list_untranslated_titles
from wiki.articles.routes.blueprint import bp
from wiki.articles.routes.urls import (
    article_at,
    article_url,
    back_to_row,
    flash_links,
    flash_missing,
    flash_renamed,
)
from wiki.articles.steps.kind import plan_kind_changes
from wiki.articles.steps.publish import Incomplete
from wiki.articles.steps.revise import find_head, text_of
from wiki.articles.text import check_comment
from wiki.errors import EditConflict, InvalidInput
from wiki.revisions.actions import check_reason
from wiki.web.languages import other_language
from wiki.web.middleware.origin import safe_next
from wiki.web.numbers import read_number
from wiki.web.undo import flash_undoable


@bp.post("/articles/<slug>/publication")
@allow(Permission.PUBLISH)
def publication(slug: str) -> Response:
    """Publish the newest revision."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    number = read_number(request.form.get("number"))
    back = safe_next(request.form.get("next"))
    try:
        saved = publish_article(article.id, number, viewer)
    except Incomplete as error:
        flash_missing(article, error.missing)
        return redirect(back or article_url(article), 303)
    head = find_head(article)
    if prompts := prompts_message(text_of(head).body):
        flash(prompts, "info")
    flash_undoable(
        _("“%(title)s” is published.", title=head.title),
        article_url(article, "articles.withdrawal"),
        {"number": number, **back_to_row(back, article)},
        # Where the user stays on another page than the article.
        link=(article_url(article), _("Read the article")) if back else None,
    )
    flash_links(saved)
    return redirect(back or article_url(article), 303)


@bp.post("/articles/<slug>/withdrawal")
@allow(Permission.PUBLISH)
def withdrawal(slug: str) -> Response:
    """Take a publication back: readers see the version before, or nothing."""
    viewer = current_viewer()
    number = read_number(request.form.get("number"))
    entirely = request.form.get("intent") == "unpublish"
    article_id = article_at(slug, viewer).id
    article, former = withdraw_publication(article_id, number, viewer, entirely=entirely)
    if former:
        message = _("Readers see version %(number)s again.", number=former)
    else:
        message = _("The article is a draft again. Readers do not see it.")
    back = safe_next(request.form.get("next"))
    fields: dict[str, str | int] = {"number": number, **back_to_row(back, article)}
    flash_undoable(message, article_url(article, "articles.republication"), fields)
    return redirect(back or article_url(article), 303)


@bp.post("/articles/<slug>/withdrawal/undo")
@allow(Permission.PUBLISH)
def republication(slug: str) -> Response:
    """Show readers again the version that was withdrawn."""
    viewer = current_viewer()
    number = read_number(request.form.get("number"))
    article = publish_again(article_at(slug, viewer).id, number, viewer)
    flash(_("Readers see version %(number)s again.", number=number), "success")
    return redirect(safe_next(request.form.get("next")) or article_url(article), 303)


@bp.route("/articles/<slug>/rename", methods=["GET", "POST"])
@allow(Permission.RENAME)
def rename(slug: str) -> ResponseReturnValue:
    """Ask for a new title, and rename the article."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    require(Permission.RENAME, viewer, article)
    head = find_head(article)
    form = RenameForm(title=head.title)
    if request.method != "POST":
        return _rename_page(article, head.title, form)
    try:
        comment = check_comment(form.comment.data or "")
        if is_news(form, article.language, article, viewer):
            taken = note_taken(form, article.language, article, viewer)
            return _rename_page(article, head.title, form, taken), 409
        # A button that undoes a rename says which version it undoes.
        base = read_number(request.form["base"]) if "base" in request.form else None
        saved = rename_article(article.id, form.title.data or "", viewer, comment, base=base)
    except InvalidInput as error:
        form.show(error)
        return _rename_page(article, head.title, form), 422
    except EditConflict as conflict:
        form.show(conflict)
        return _rename_page(article, head.title, form), 409
    flash_renamed(saved, head.title)
    flash_links(saved)
    return redirect(article_url(saved.article), 303)


def _rename_page(article: Article, title: str, form: RenameForm, taken: Taken | None = None) -> str:
    return render_template(
        "articles/rename.html", article=article, title=title, form=form, taken=taken
    )


@bp.get("/articles/<slug>/kind")
@allow(Permission.CHANGE_KIND)
def kind(slug: str) -> str:
    """Show what a change to each other kind would do to the article's facts."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    require(Permission.CHANGE_KIND, viewer, article)
    return _kind_page(article)


@bp.post("/articles/<slug>/kind")
@allow(Permission.CHANGE_KIND)
def update_kind(slug: str) -> ResponseReturnValue:
    """Give the article another kind; this can be undone."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    former, number = article.kind, read_number(request.form.get("base"))
    try:
        changed = change_kind(article.id, request.form.get("kind", ""), number, viewer)
    except EditConflict as conflict:
        return _kind_page(article, conflict), 409
    flash_undoable(
        _("The article is of the kind %(kind)s now.", kind=str(KINDS[changed.kind].label).lower()),
        article_url(changed, "articles.update_kind"),
        {"kind": former, "base": find_head(changed).number},
    )
    return redirect(article_url(changed), 303)


def _kind_page(article: Article, conflict: EditConflict | None = None) -> str:
    head = find_head(article)
    return render_template(
        "articles/kind.html",
        article=article,
        title=article.shown.title,
        plans=plan_kind_changes(article, head),
        number=head.number,
        conflict=conflict.message if conflict else "",
    )


@bp.route("/articles/<slug>/archive", methods=["GET", "POST"])
@allow(Permission.ARCHIVE)
def archive(slug: str) -> ResponseReturnValue:
    """Ask for a reason, and take the article out of the public wiki."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    require(Permission.ARCHIVE, viewer, article)
    form = ReasonForm()
    if request.method != "POST":
        return _archive_page(article, form)
    try:
        archive_article(article.id, check_reason(form.reason.data or ""), viewer)
    except InvalidInput as error:
        form.show(error)
        return _archive_page(article, form), 422
    flash_undoable(_("The article is archived."), article_url(article, "articles.unarchive"))
    return redirect(article_url(article), 303)


def _archive_page(article: Article, form: ReasonForm) -> str:
    title = article.shown.title
    return render_template("articles/archive.html", article=article, title=title, form=form)


@bp.post("/articles/<slug>/archive/undo")
@allow(Permission.ARCHIVE)
def unarchive(slug: str) -> Response:
    """Put an archived article back."""
    viewer = current_viewer()
    article = unarchive_article(article_at(slug, viewer).id, viewer)
    flash(_("The article is back."), "success")
    return redirect(safe_next(request.form.get("next")) or article_url(article), 303)


@bp.post("/articles/<slug>/revisions/<int:number>/restoration")
@allow(Permission.EDIT)
def restoration(slug: str, number: int) -> Response:
    """Save the text of an old revision as the newest draft."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    before = find_head(article).number
    base = read_number(request.form["base"]) if "base" in request.form else None
    saved = restore_revision(article.id, number, viewer, base=base)
    if not saved.is_new:
        flash(_("The newest text says the same already."), "info")
        return redirect(article_url(article, "revisions.index"), 303)
    new = saved.revision.number
    flash_undoable(
        _("The text of version %(old)s is now draft %(number)s.", old=number, number=new),
        article_url(saved.article, "articles.restoration", number=before),
        {"base": new},  # so that the undo refuses once somebody has saved again
    )
    return redirect(article_url(saved.article, "revisions.show", number=new), 303)


@bp.route("/articles/<slug>/translation", methods=["GET", "POST"])
@allow(Permission.TRANSLATE)
def translation(slug: str) -> ResponseReturnValue:
    """Choose the article that is the translation of this article, or remove it."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    require(Permission.TRANSLATE, viewer, article)
    form = TranslationForm()
    if request.method != "POST":
        return _translation_page(article, form)
    if request.form.get("intent") == "unpair":
        return _unpair(article, request.form.get("partner"))
    other = find_by_title(other_language(article.language), form.title.data or "", viewer)
    if other is None:
        message = _("There is no article with this title in the other language.")
        form.show(InvalidInput(message, {"title": message}))
        return _translation_page(article, form), 422
    try:
        _pair(article, other, max(read_number(request.form.get("partner")), 0))
    except EditConflict as conflict:
        form.show(conflict)
        return _translation_page(article, form), 409
    return redirect(article_url(article), 303)


def _pair(article: Article, other: Article, shown_id: int) -> None:
    viewer = current_viewer()
    had_others = find_translation(article, viewer) or find_translation(other, viewer)
    pair_articles(article.id, other.id, viewer, shown_id)
    message = _("The two articles are now translations of each other.")
    if had_others:  # a single undo would not bring those back
        flash(message, "success")
    else:
        flash_undoable(message, request.path, {"intent": "unpair", "partner": other.id})


def _unpair(article: Article, partner: str | None) -> Response:
    viewer = current_viewer()
    other = find_translation(article, viewer)
    unpair_article(article.id, viewer, read_number(partner) if partner is not None else None)
    message = _("The two articles are no longer translations of each other.")
    if other is None:
        flash(message, "success")
    else:
        flash_undoable(message, request.path, {"title": other.title})
    return redirect(article_url(article), 303)


def _translation_page(article: Article, form: TranslationForm) -> str:
    viewer = current_viewer()
    other = other_language(article.language)
    return render_template(
        "articles/translation.html",
        article=article,
        title=article.shown.title,
        form=form,
        other=other,
        paired=find_translation(article, viewer),
        titles=list_untranslated_titles(other, viewer),
    )
