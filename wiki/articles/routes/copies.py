"""Serve working copies: the editor's script keeps them, and their owner reads and drops them."""

from flask import current_app, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_time
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.article_templates.queries import is_untouched
from wiki.articles.actions.once import was_sent
from wiki.articles.editing import describe_others, fields_as_sent, whole_form
from wiki.articles.forms import ArticleForm, article_form, copied_form, filled_form
from wiki.articles.kinds import KINDS
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.articles.routes.blueprint import bp
from wiki.articles.routes.urls import article_url
from wiki.articles.steps.revise import find_head, text_of
from wiki.articles.text import ArticleText
from wiki.copies.actions import drop_copy, keep_copy, note_open
from wiki.copies.models import WorkingCopy
from wiki.copies.queries import CopyPlace, find_copy
from wiki.errors import Busy, InvalidInput, NotAllowed, NotFound
from wiki.revisions.comparing import compare_in_turn
from wiki.revisions.diff import compare_fields
from wiki.web.forms import WikiForm, status_of
from wiki.web.numbers import read_number


@bp.post("/copies")
@allow(Permission.WRITE)
def keep() -> ResponseReturnValue:
    """Keep what was typed so far; answer with the time, or with what is wrong."""
    if not current_app.extensions["copies"].hit(str(current_viewer().user_id)):
        return jsonify(message=_("Copies are sent too often. The next one follows soon.")), 429
    try:
        return jsonify(_keep())
    except (InvalidInput, Busy) as error:
        return jsonify(message=_(error.message)), status_of(error)
    except (NotFound, NotAllowed):
        return jsonify(message=_("The article cannot be edited any more.")), 404


def _keep() -> dict[str, str]:
    """Store the copy, unless it says what is saved; return when, as a time and in words."""
    viewer, article = current_viewer(), None
    place = CopyPlace(g.language, request.args.get("kind", ""))
    if "article" in request.args:
        article = find_permitted(read_number(request.args["article"]), Permission.EDIT, viewer)
        place = CopyPlace(article.language, article.kind, article.id)
    form = article_form(place.kind)
    if form.sent_id is None:
        raise InvalidInput(_("The form has lost its number. Open the page anew."))
    whole, sent = form, form.read_sent()
    if article is not None and form.section.data:  # a copy is never of a section alone
        whole = whole_form(article, form, viewer)
        sent = {**fields_as_sent(whole), "comment": sent.get("comment", [])}
    if _is_saved(article, whole):
        drop_copy(form.sent_id, viewer)
        return {}
    base = max(0, read_number(form.base.data))
    moment = keep_copy(place, form.sent_id, base, sent, viewer)
    return {"saved_at": moment.isoformat(), "time": format_time(moment, "HH:mm")}


@bp.post("/copies/open")
@allow(Permission.WRITE)
def note() -> ResponseReturnValue:
    """Note that a form of an article is open; answer who else has one open."""
    viewer = current_viewer()
    try:
        article = find_permitted(read_number(request.args.get("article")), Permission.EDIT, viewer)
        form = article_form(article.kind)
        if form.sent_id and current_app.extensions["copies"].hit(str(viewer.user_id)):
            note_open(article.id, form.sent_id, viewer)
    except (NotFound, NotAllowed, Busy):
        return jsonify(others="")  # what matters is said by the copies
    return jsonify(others=describe_others(article, viewer))


def _is_saved(article: Article | None, form: ArticleForm) -> bool:
    """Return whether the form says what is saved: a copy may be overtaken by the save itself."""
    if article is None and was_sent(form.sent_id, current_viewer()):
        return True
    typed = [name for name, value in form.typed.items() if value]
    if article is None and typed == ["body"]:
        return is_untouched(form.kind, g.language, str(form.typed["body"]))
    return form.typed == _newest_form(article, form.kind).typed


def _newest_form(article: Article | None, kind: str) -> ArticleForm:
    """Return the form filled with the newest text, or an empty one for an article to come."""
    if article is None:
        return filled_form(kind, ArticleText("", "", "", {}), 0)
    head = find_head(article)
    return filled_form(kind, text_of(head), head.number)


@bp.get("/copies/<form_id>")
@allow(Permission.HAVE_ACCOUNT)
def copy(form_id: str) -> str:
    """Compare a working copy with the newest text; show it even if nothing can be done with it."""
    viewer = current_viewer()
    found = find_copy(form_id, viewer)
    article = _find_article(found)
    own, newest = copied_form(found.kind, found.fields), _newest_form(article, found.kind)
    return render_template(
        "articles/copy.html",
        copy=found,
        kind=KINDS[found.kind],
        article=article,
        is_older=article is not None and found.base < read_number(newest.base.data),
        take_url=_take_url(found, article),
        fields=compare_fields(_shown(newest), _shown(own)),
        body=compare_in_turn(str(newest.typed["body"]), str(own.typed["body"]), viewer.user_id),
        text=own.typed["body"],
    )


def _shown(form: ArticleForm) -> dict[str, object]:
    """Return what a form says but for the text, by labels and as people read it."""
    return {form[name].label.text: _worded(form, name) for name in form.typed if name != "body"}


def _worded(form: ArticleForm, name: str) -> object:
    labels = {item.value: str(item.label) for item in getattr(form[name], "choices", ())}
    value = form.typed[name]
    if isinstance(value, list):
        return [labels.get(item, item) for item in value]
    return labels.get(str(value), value) if value else ""


def _find_article(copy: WorkingCopy) -> Article | None:
    """Return the article that a copy belongs to, if its owner may still edit it."""
    try:
        return find_permitted(copy.article_id or 0, Permission.EDIT, current_viewer())
    except (NotFound, NotAllowed):
        return None


def _take_url(copy: WorkingCopy, article: Article | None) -> str:
    """Return the URL of the editor with the copy in it, or nothing if there is none."""
    if article is not None:
        return article_url(article, "articles.edit", copy=copy.form_id)
    if copy.article_id is not None:
        return ""
    return url_for("articles.new", language=copy.language, kind=copy.kind, copy=copy.form_id)


@bp.route("/copies/<form_id>/drop", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT)
def drop(form_id: str) -> ResponseReturnValue:
    """Ask first, then throw a working copy away; a script has asked in its own way."""
    form = WikiForm()
    if not form.validate_on_submit():
        found = find_copy(form_id, current_viewer())
        kind = KINDS[found.kind]
        return render_template("articles/drop.html", form=form, copy=found, kind=kind)
    drop_copy(form_id, current_viewer())
    if request.headers.get("X-Requested-With") == "fetch":
        return "", 204
    flash(_("The unsaved text is thrown away."), "success")
    return redirect(url_for("home.account"), 303)
