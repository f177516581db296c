"""Serve the pages that change the vocabulary: add, edit, merge, delete, restore."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.queries.lists import list_summaries
from wiki.audit.steps import AlreadyMade
from wiki.errors import EditConflict, InvalidInput
from wiki.revisions.diff import compare_fields
from wiki.tags.actions.merge import merge_tags
from wiki.tags.actions.terms import create_tag, delete_tag, update_tag
from wiki.tags.actions.undo import find_entry, undo_deed
from wiki.tags.forms.terms import MergeForm, TagForm, tag_form, written_values
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import (
    find_tag,
    find_tag_by_id,
    is_used,
    list_offered_topics,
    list_topic_tree,
    list_word_clashes,
    preview_merge,
)
from wiki.tags.routes.blueprint import bp
from wiki.tags.routes.urls import tag_url
from wiki.web.undo import flash_undoable

_MERGE_SHOWS = 100


@bp.get("/tags/new")
@allow(Permission.MANAGE_TAGS)
def new() -> str:
    """Show the form for a new topic."""
    form = _form(TagKind.TOPIC)
    return render_template("tags/new.html", form=form)


def _form(kind: str, tag: Tag | None = None) -> TagForm:
    return tag_form(kind, list_topic_tree(g.language), g.language, tag)


@bp.post("/tags/new")
@allow(Permission.MANAGE_TAGS)
def create() -> Response | tuple[str, int]:
    """Add a topic."""
    form = _form(TagKind.TOPIC)
    try:
        tag = create_tag(form.to_term(TagKind.TOPIC), current_viewer(), form.sent_id)
    except AlreadyMade as made:
        return _show_made(made.object_id)
    except InvalidInput as error:
        form.show(error)
        return render_template("tags/new.html", form=form), 422
    flash_undoable(
        _("The topic “%(term)s” has been added.", term=tag.label(g.language)),
        url_for("tags.undo", entry_id=find_entry(tag.id, "create").id),
    )
    _warn_of_clashes(tag)
    return redirect(tag_url(tag), 303)


def _show_made(tag_id: int) -> Response | tuple[str, int]:
    """Lead to the topic that the form has made, or offer to change it where the form differs."""
    tag = find_tag_by_id(tag_id)
    form = _form(tag.kind, tag)
    form.slug.data = form.slug.data or tag.slug  # left empty, it was made from the term
    page = _edit_page(tag, form, _("This form has added the topic already. Save to change it."))
    is_same = form.show_values(written_values(tag, g.language)) == form.show_values(form.data)
    return redirect(tag_url(tag), 303) if is_same else (page, 409)


def _warn_of_clashes(tag: Tag) -> None:
    """Warn of the words of a tag that also mean other tags."""
    for clash in list_word_clashes(tag):
        others = ", ".join(other.label(g.language) for other in clash.tags if other.id != tag.id)
        message = _("The word “%(word)s” also stands for: %(tags)s", word=clash.word, tags=others)
        flash(message, "warning")


@bp.get("/tags/<slug>/edit")
@allow(Permission.MANAGE_TAGS)
def edit(slug: str) -> str | Response:
    """Show the form of an existing tag."""
    tag = find_tag(slug)
    if tag.slug != slug:
        return redirect(url_for("tags.edit", slug=tag.slug), 301)
    return _edit_page(tag, _form(tag.kind, tag))


def _edit_page(tag: Tag, form: TagForm, conflict: str = "") -> str:
    """Show the form; on a conflict also what is stored now, which becomes the form's new base."""
    if conflict or not form.is_submitted():
        form.base.data = tag.edition
    return render_template(
        "tags/edit.html",
        form=form,
        tag=tag,
        is_used=is_used(tag),
        conflict=conflict,
        differences=compare_fields(
            form.show_values(written_values(tag, g.language)), form.show_values(form.data)
        )
        if conflict
        else (),
    )


@bp.post("/tags/<slug>/edit")
@allow(Permission.MANAGE_TAGS)
def update(slug: str) -> Response | tuple[str, int]:
    """Save the form of a tag."""
    viewer = current_viewer()
    tag = find_tag(slug)
    form = _form(tag.kind, tag)
    try:
        tag = update_tag(tag.id, form.to_term(tag.kind), form.base.data or "", viewer)
    except EditConflict as conflict:
        return _edit_page(tag, form, _(conflict.message)), 409
    except InvalidInput as error:
        form.show(error)
        return _edit_page(tag, form), 422
    flash_undoable(
        _("“%(term)s” has been saved.", term=tag.label(g.language)),
        url_for("tags.undo", entry_id=find_entry(tag.id, "update").id),
    )
    _warn_of_clashes(tag)
    return redirect(tag_url(tag), 303)


@bp.get("/tags/<slug>/merge")
@allow(Permission.MANAGE_TAGS)
def merge(slug: str) -> Response | tuple[str, int]:
    """Ask into which topic this one is merged, and preview the changes."""
    source = find_tag(slug)
    if source.slug != slug:
        return redirect(url_for("tags.merge", slug=source.slug), 301)
    form = _merge_form(source, request.args)
    # Where there is no topic to choose, the page says why, whatever the query string asks for.
    is_refused = "target" in request.args and form.has_topics and not form.validate()
    return _merge_page(source, form), 422 if is_refused else 200


def _merge_form(source: Tag, sent: MultiDict[str, str]) -> MergeForm:
    is_topic = source.kind == TagKind.TOPIC
    topics = list_offered_topics(g.language) if is_topic else ()
    return MergeForm(source, topics, g.language, sent)


def _merge_page(source: Tag, form: MergeForm, conflict: str = "") -> str:
    viewer = current_viewer()
    preview = preview_merge(source, form.topic, viewer) if form.topic else None
    return render_template(
        "tags/merge.html",
        source=source,
        form=form,
        preview=preview,
        conflict=conflict,
        articles=list_summaries(preview.article_ids[:_MERGE_SHOWS], viewer) if preview else [],
    )


@bp.post("/tags/<slug>/merge")
@allow(Permission.MANAGE_TAGS)
def merge_into(slug: str) -> Response | tuple[str, int]:
    """Merge a topic into another one."""
    viewer = current_viewer()
    source = find_tag(slug)
    if source.slug != slug and source.slug == request.form.get("target"):
        return redirect(tag_url(source), 303)  # the same form was sent twice
    form = _merge_form(source, request.form)
    if not form.validate() or form.topic is None:
        return _merge_page(source, form), 422
    former = source.label(g.language)
    seen = request.form.get("seen", "")
    try:
        target = merge_tags(source.id, form.topic.id, seen, viewer)
    except EditConflict as conflict:
        return _merge_page(source, form, _(conflict.message)), 409
    term = target.label(g.language)
    flash_undoable(
        _("“%(former)s” is now part of “%(term)s”.", former=former, term=term),
        url_for("tags.undo", entry_id=find_entry(target.id, "merge").id),
    )
    return redirect(tag_url(target), 303)


@bp.post("/tags/<slug>/deletion")
@allow(Permission.MANAGE_TAGS)
def delete(slug: str) -> Response | tuple[str, int]:
    """Delete an unused topic; the next page offers to undo it."""
    viewer = current_viewer()
    tag = find_tag(slug)
    term = tag.label(g.language)
    try:
        entry = delete_tag(tag.id, request.form.get("base", ""), viewer)
    except EditConflict as conflict:
        return _edit_page(tag, _form(tag.kind, tag), _(conflict.message)), 409
    undo_url = url_for("tags.undo", entry_id=entry.id)
    flash_undoable(_("The topic “%(term)s” has been deleted.", term=term), undo_url)
    return redirect(url_for("tags.index"), 303)


@bp.post("/tags/restorations/<id:entry_id>")
@allow(Permission.MANAGE_TAGS)
def undo(entry_id: int) -> Response:
    """Undo what was done to the vocabulary, exactly, or say why not."""
    undone = undo_deed(entry_id, current_viewer())
    term = undone.tag.label(g.language) if undone.tag else ""
    is_back = undone.action in ("merge", "delete")
    said = _("The topic “%(term)s” is back.", term=term) if is_back else _("That is undone.")
    flash(said, "success")
    if undone.left:
        left = ngettext(
            "%(num)s article was tagged otherwise since, and stays as it is.",
            "%(num)s articles were tagged otherwise since, and stay as they are.",
            undone.left,
        )
        flash(left, "warning")
    return redirect(tag_url(undone.tag) if undone.tag else url_for("tags.index"), 303)
