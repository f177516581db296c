"""Serve proposed topics: authors ask and read the answers, editors decide."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.audit.steps import AlreadyMade
from wiki.errors import EditConflict, InvalidInput
from wiki.tags.actions.wishes import (
    accept_topic,
    join_topic,
    propose_topic,
    refuse_topic,
    reopen_topic,
)
from wiki.tags.forms.wishes import RefuseForm, WishForm, accept_form, join_form
from wiki.tags.models import TopicProposal, WordKind
from wiki.tags.queries import list_offered_topics, list_topic_tree
from wiki.tags.routes.blueprint import bp
from wiki.tags.routes.urls import tag_url
from wiki.tags.steps.wishes import find_wish, list_own_wishes, list_wishes
from wiki.web.undo import flash_undoable


@bp.get("/tags/proposals")
@allow(Permission.PROPOSE_TAGS)
def wishes() -> str:
    """Show the form, one's own proposals with their answers, and editors all of them."""
    return _wishes_page(WishForm(formdata=None))


def _wishes_page(form: WishForm) -> str:
    viewer = current_viewer()
    return render_template(
        "tags/wishes.html", form=form, own=list_own_wishes(viewer), found=list_wishes(viewer)
    )


@bp.post("/tags/proposals")
@allow(Permission.PROPOSE_TAGS)
def wish() -> Response | tuple[str, int]:
    """Ask for a topic."""
    form = WishForm()
    if not form.validate():
        return _wishes_page(form), 422
    try:
        propose_topic(form.wish, current_viewer(), form.sent_id)
    except AlreadyMade:
        return redirect(url_for("tags.wishes"), 303)
    except InvalidInput as error:
        form.show(error)
        return _wishes_page(form), 422
    flash(_("The topic has been proposed. An editor answers here."), "success")
    return redirect(url_for("tags.wishes"), 303)


@bp.get("/tags/proposals/<id:wish_id>")
@allow(Permission.MANAGE_TAGS)
def decide_wish(wish_id: int) -> str:
    """Show one proposal with the three answers."""
    return _decision_page(find_wish(wish_id, current_viewer()))


def _decision_page(proposal: TopicProposal, **forms: Any) -> str:
    given = {
        "accepting": accept_form(proposal, list_topic_tree(g.language), g.language),
        "joining": join_form(list_offered_topics(g.language), g.language),
        "refusing": RefuseForm(),
        "faulty": None,
    }
    return render_template("tags/decide_wish.html", proposal=proposal, **given | forms)


def _refused(proposal: TopicProposal, error: InvalidInput, name: str, form: Any) -> str:
    form.show(error)
    return _decision_page(proposal, **{name: form}, faulty=form)


@bp.post("/tags/proposals/<id:wish_id>/acceptance")
@allow(Permission.MANAGE_TAGS)
def accept_wish(wish_id: int) -> Response | tuple[str, int]:
    """Add the topic."""
    viewer = current_viewer()
    proposal = find_wish(wish_id, viewer)
    form = accept_form(proposal, list_topic_tree(g.language), g.language)
    try:
        deed, tag = accept_topic(wish_id, form.term, viewer)
    except EditConflict as error:
        return _gone(error)
    except InvalidInput as error:
        return _refused(proposal, error, "accepting", form), 422
    undo_url = url_for("tags.undo", entry_id=deed.entry_id)
    term = tag.label(g.language)
    flash_undoable(_("The topic “%(term)s” has been added.", term=term), undo_url)
    return redirect(tag_url(tag), 303)


@bp.post("/tags/proposals/<id:wish_id>/merger")
@allow(Permission.MANAGE_TAGS)
def join_wish(wish_id: int) -> Response | tuple[str, int]:
    """Give the words to a topic that is there."""
    viewer = current_viewer()
    proposal = find_wish(wish_id, viewer)
    form = join_form(list_offered_topics(g.language), g.language)
    offered = {choice[0] for choice in form.tag_id.choices} - {0}
    if not form.validate() or form.tag_id.data not in offered:
        error = InvalidInput("", {"tag_id": _("Choose a topic")})
        return _refused(proposal, error, "joining", form), 422
    try:
        deed, tag = join_topic(wish_id, form.tag_id.data, WordKind(form.kind.data), viewer)
    except EditConflict as error:
        return _gone(error)
    except InvalidInput as error:
        return _refused(proposal, error, "joining", form), 422
    undo_url = url_for("tags.undo", entry_id=deed.entry_id)
    flash_undoable(_("“%(term)s” has been saved.", term=tag.label(g.language)), undo_url)
    return redirect(tag_url(tag), 303)


@bp.post("/tags/proposals/<id:wish_id>/refusal")
@allow(Permission.MANAGE_TAGS)
def refuse_wish(wish_id: int) -> Response | tuple[str, int]:
    """Refuse a proposal with a reason."""
    viewer, form = current_viewer(), RefuseForm()
    proposal = find_wish(wish_id, viewer)
    try:
        refuse_topic(wish_id, form.answer.data, viewer)
    except EditConflict as error:
        return _gone(error)
    except InvalidInput as error:
        return _refused(proposal, error, "refusing", form), 422
    reopen_url = url_for("tags.reopen_wish", wish_id=wish_id)
    flash_undoable(_("The proposal has been refused."), reopen_url)
    return redirect(url_for("tags.wishes"), 303)


@bp.post("/tags/proposals/<id:wish_id>/reopening")
@allow(Permission.MANAGE_TAGS)
def reopen_wish(wish_id: int) -> Response:
    """Let a decided proposal wait again."""
    reopen_topic(wish_id, current_viewer())
    flash(_("The proposal waits again."), "success")
    return redirect(url_for("tags.decide_wish", wish_id=wish_id), 303)


def _gone(error: EditConflict) -> Response:
    flash(_(error.message), "warning")
    return redirect(url_for("tags.wishes"), 303)
