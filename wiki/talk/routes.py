"""Serve the talk about an article, and what was said last about all of them."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.forms import ReasonForm
from wiki.articles.models import Article
from wiki.articles.routes.urls import article_at, article_url
from wiki.audit.steps import AlreadyMade
from wiki.errors import Busy, EditConflict, InvalidInput
from wiki.talk.actions.order import hide_post, resolve_thread, show_post_again
from wiki.talk.actions.posts import Opening, edit_post, reply, start_thread, take_post_back
from wiki.talk.actions.words import list_unknown
from wiki.talk.forms import PostForm, ReplyForm, ThreadForm
from wiki.talk.queries.own import find_own_post, find_post, find_section_words
from wiki.talk.queries.people import complete_name
from wiki.talk.queries.recent import list_recent
from wiki.talk.queries.threads import count_threads, find_thread, list_threads
from wiki.web.forms import WikiForm, status_of
from wiki.web.numbers import read_page
from wiki.web.undo import flash_undoable, name_some

bp = Blueprint("talk", __name__)
# A cookie carries the words that somebody has taken back.
_SHOWN = 300
_LONGEST_NAME = 100


@bp.get("/account/discussions")
@allow(Permission.TALK)
def recent() -> str:
    """List the threads about all articles that the viewer sees."""
    page = list_recent(read_page(request.args.get("page")), current_viewer())
    return render_template("talk/recent.html", page=page)


@bp.get("/articles/<slug>/talk")
@allow(Permission.TALK)
def index(slug: str) -> str:
    """Show the threads about an article that are open, or those that are settled."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    is_resolved = request.args.get("state") == "resolved"
    number = read_page(request.args.get("page"))
    page = list_threads(article, number, viewer, is_resolved=is_resolved)
    return render_template(
        "talk/index.html",
        article=article,
        page=page,
        counts=count_threads(article, viewer),
        is_resolved=is_resolved,
        forms={thread.id: ReplyForm(formdata=None) for thread in page.items},
    )


@bp.get("/articles/<slug>/talk/people")
@allow(Permission.TALK)
def people(slug: str) -> dict[str, Any]:
    """Return as JSON the names that fit what somebody types after an `@`."""
    viewer = current_viewer()
    typed = request.args.get("q", "")[:_LONGEST_NAME]
    found = complete_name(article_at(slug, viewer), typed, viewer)
    return {
        "items": [{"text": name, "kind": ""} for name in found],
        "said": ngettext("%(num)s suggestion", "%(num)s suggestions", len(found)),
    }


@bp.get("/articles/<slug>/talk/new")
@allow(Permission.TALK)
def new(slug: str) -> str:
    """Ask what somebody wants to say, about the article or about a section of it."""
    viewer = current_viewer()
    article, form = article_at(slug, viewer), ThreadForm(formdata=None)
    anchor = request.args.get("section", "")
    number, line, form.quote.data = find_section_words(article, anchor, viewer)
    form.number.data, form.line.data = str(number), str(line)
    return _new_page(article, form)


def _new_page(article: Article, form: ThreadForm) -> str:
    return render_template("talk/new.html", article=article, form=form)


@bp.post("/articles/<slug>/talk")
@allow(Permission.TALK)
def start(slug: str) -> ResponseReturnValue:
    """Begin a thread; the words stay in the form if that fails."""
    viewer = current_viewer()
    article, form = article_at(slug, viewer), ThreadForm()
    number, line = form.read_place()
    said = Opening(form.words.data, form.heading.data, form.quote.data, number, line)

    def act() -> str:
        post_id = start_thread(article.id, said, viewer, form.sent_id)
        _flash_said(article, _("Your thread stands first."), post_id, said.words)
        return article_url(article, "talk.index") + f"#post-{post_id}"

    return _try(act, article, form, lambda: _new_page(article, form))


@bp.get("/articles/<slug>/talk/<id:thread_id>")
@allow(Permission.TALK)
def show(slug: str, thread_id: int) -> str:
    """Show a thread with all that was said in it."""
    return _thread_page(article_at(slug, current_viewer()), thread_id, ReplyForm(formdata=None))


def _thread_page(article: Article, thread_id: int, form: ReplyForm) -> str:
    thread = find_thread(article, thread_id, current_viewer())
    return render_template("talk/show.html", article=article, thread=thread, form=form)


@bp.post("/articles/<slug>/talk/<id:thread_id>")
@allow(Permission.TALK)
def answer(slug: str, thread_id: int) -> ResponseReturnValue:
    """Write in a thread; the words stay in the form if that fails."""
    viewer = current_viewer()
    article, form = article_at(slug, viewer), ReplyForm()
    words = form.words.data

    def act() -> str:
        post_id = reply(article.id, thread_id, words, viewer, form.sent_id)
        _flash_said(article, _("Your reply is there."), post_id, words)
        return article_url(article, "talk.show", thread_id=thread_id) + f"#post-{post_id}"

    return _try(act, article, form, lambda: _thread_page(article, thread_id, form))


def _try(
    act: Callable[[], str], article: Article, form: WikiForm, show_form: Callable[[], str]
) -> ResponseReturnValue:
    """Do something with what was written, and lead on; or show the form with the words again."""
    if not current_app.extensions["talk"].hit(str(current_viewer().user_id)):
        form.show(Busy(_("You have sent several posts in a short time. Wait a minute.")))
        return show_form(), 429
    try:
        return redirect(act(), 303)
    except AlreadyMade:
        return redirect(article_url(article, "talk.index"), 303)
    except (InvalidInput, EditConflict, Busy) as error:
        form.show(error)
        return show_form(), status_of(error)


def _flash_said(article: Article, message: str, post_id: int, words: str) -> None:
    """Say that something was said, and whom it names that is not there."""
    undo = article_url(article, "talk.undo", post_id=post_id)
    flash_undoable(message, undo)
    if unknown := list_unknown(words, article, current_viewer()):
        flash(_("Nobody here is called: %(names)s", names=name_some(unknown)), "warning")


@bp.post("/articles/<slug>/talk/<id:thread_id>/resolution")
@allow(Permission.TALK)
def settle(slug: str, thread_id: int) -> Response:
    """Say that a thread is settled, or that it is not."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    is_resolved = request.form.get("intent") != "reopen"
    resolve_thread(article.id, thread_id, viewer, is_resolved=is_resolved)
    if is_resolved:
        undo = article_url(article, "talk.settle", thread_id=thread_id)
        flash_undoable(_("The thread is settled."), undo, {"intent": "reopen"})
        return redirect(article_url(article, "talk.index"), 303)
    flash(_("The thread is open again."), "success")
    return redirect(article_url(article, "talk.index") + f"#thread-{thread_id}", 303)


@bp.route("/articles/<slug>/talk/posts/<id:post_id>/edit", methods=["GET", "POST"])
@allow(Permission.TALK)
def edit(slug: str, post_id: int) -> ResponseReturnValue:
    """Change one's own words; they stay in the form if that fails."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    opened, form = find_own_post(article, post_id, viewer), PostForm()
    if request.method != "POST":
        form.words.data, form.heading.data = opened.row.words, opened.thread.heading
        form.edition.data = str(opened.row.edition)
        return _edit_page(article, post_id, form)
    words, heading = form.words.data, form.heading.data

    def act() -> str:
        edition = form.read_edition()
        edit_post(article.id, post_id, edition, words, viewer, heading=heading)
        flash(_("Your words are changed."), "success")
        thread_id = opened.thread.id
        return article_url(article, "talk.show", thread_id=thread_id) + f"#post-{post_id}"

    return _try(act, article, form, lambda: _edit_page(article, post_id, form))


def _edit_page(article: Article, post_id: int, form: PostForm) -> str:
    """Show the form; beside words made from an older text stands what is stored."""
    opened = find_own_post(article, post_id, current_viewer())
    is_stale = form.read_edition() != opened.row.edition
    form.edition.data = str(opened.row.edition)
    return render_template(
        "talk/edit.html", article=article, opened=opened, form=form, is_stale=is_stale
    )


@bp.route("/articles/<slug>/talk/posts/<id:post_id>/hide", methods=["GET", "POST"])
@allow(Permission.MODERATE)
def hide(slug: str, post_id: int) -> ResponseReturnValue:
    """Ask for a reason, and hide a post; or show a hidden one again."""
    viewer = current_viewer()
    article, form = article_at(slug, viewer), ReasonForm()
    opened = find_post(article, post_id, viewer)
    here = article_url(article, "talk.hide", post_id=post_id)
    back = article_url(article, "talk.show", thread_id=opened.thread.id) + f"#post-{post_id}"
    if request.method != "POST":
        return render_template("talk/hide.html", article=article, opened=opened, form=form)
    if request.form.get("intent") == "show":
        show_post_again(article.id, post_id, viewer)
        flash(_("The post can be read again."), "success")
        return redirect(back, 303)
    try:
        hide_post(article.id, post_id, form.reason.data or "", viewer)
    except InvalidInput as error:
        form.show(error)
        return render_template("talk/hide.html", article=article, opened=opened, form=form), 422
    flash_undoable(_("The post is hidden."), here, {"intent": "show"})
    return redirect(back, 303)


@bp.post("/articles/<slug>/talk/posts/<id:post_id>/undo")
@allow(Permission.TALK)
def undo(slug: str, post_id: int) -> Response:
    """Take an own post back; its words are shown once more."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    words = take_post_back(article.id, post_id, viewer)
    flash(_("It is taken back. You had written: %(words)s", words=words[:_SHOWN]), "success")
    return redirect(article_url(article, "talk.index"), 303)
