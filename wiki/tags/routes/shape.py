"""Serve the pages that rename, move, retire and split a topic; each shows first what changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.queries.lists import list_summaries
from wiki.errors import EditConflict, InvalidInput, NotFound
from wiki.tags.actions.shape import move_tag, rename_tag, retire_tag, reuse_tag, split_tag
from wiki.tags.forms.shape import RetireForm, ShapeForm, SplitForm, move_form, rename_form
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import find_tag, list_topic_tree
from wiki.tags.routes.blueprint import bp
from wiki.tags.routes.urls import tag_url
from wiki.tags.steps.deeds import Deed
from wiki.tags.steps.previews import (
    Preview,
    list_tagged_ids,
    preview_move,
    preview_rename,
    preview_retirement,
    preview_split,
)
from wiki.web.i18n import LANGUAGES
from wiki.web.undo import flash_undoable

# So many articles are named; the number is that of all.
_MOST_SHOWN = 100
_NOT_SHOWN = _("This is not what was shown last. Look at what would change now, then decide.")
# Of more articles than these, a topic is split with the tools of the desk.
_MOST_CHOSEN = 500


@dataclass(frozen=True)
class _Page:
    """One deed: its name, the topic, the form, and what shows, does and words it.

    `more` is what its template needs besides.
    """

    name: str
    tag: Tag
    form: ShapeForm
    preview: Callable[[], Preview]
    act: Callable[[str], Deed]
    said: str
    more: Mapping[str, Any] = field(default_factory=dict)

    def show(self, *, with_preview: bool, conflict: str = "") -> str:
        """Show the form, and what it would change."""
        preview = self.preview() if with_preview else None
        if preview:
            self.form.seen.data = self.form.stamp(self.tag)
        shown = preview.article_ids[:_MOST_SHOWN] if preview else ()
        return render_template(
            f"tags/{self.name}.html",
            tag=self.tag,
            form=self.form,
            preview=preview,
            conflict=conflict,
            articles=list_summaries(shown, current_viewer()),
            **self.more,
        )

    def answer(self) -> Response | tuple[str, int]:
        """Do what was shown, or show what would change; a refused form comes again."""
        if not self.form.validate():
            return self.show(with_preview=False), 422
        try:
            if not self.form.does:
                return self.show(with_preview=True), 200
            if not self.form.is_stamped(self.tag):
                return self.show(with_preview=True, conflict=gettext(str(_NOT_SHOWN))), 409
            deed = self.act(self.tag.edition)
        except EditConflict as error:
            return self.show(with_preview=True, conflict=gettext(str(error.message))), 409
        except InvalidInput as error:
            self.form.show(error)
            return self.show(with_preview=False), 422
        term = self.tag.label(g.language)
        undo_url = url_for("tags.undo", entry_id=deed.entry_id)
        flash_undoable(gettext(str(self.said), term=term), undo_url)
        return redirect(tag_url(self.tag), 303)


def _find_topic(slug: str) -> Tag:
    tag = find_tag(slug)
    if tag.kind != TagKind.TOPIC:
        raise NotFound()
    return tag


def _rename_page(slug: str) -> _Page:
    tag, viewer = _find_topic(slug), current_viewer()
    form = rename_form(tag)
    return _Page(
        "rename",
        tag,
        form,
        lambda: preview_rename(tag, form.renaming, viewer),
        lambda seen: rename_tag(tag.id, form.renaming, seen, viewer),
        _("The topic is called “%(term)s” now."),
    )


@bp.get("/tags/<slug>/rename")
@allow(Permission.MANAGE_TAGS)
def rename(slug: str) -> str:
    """Ask for other labels and another address."""
    return _rename_page(slug).show(with_preview=False)


@bp.post("/tags/<slug>/rename")
@allow(Permission.MANAGE_TAGS)
def do_rename(slug: str) -> Response | tuple[str, int]:
    """Show what other labels would change, or give them."""
    return _rename_page(slug).answer()


def _move_page(slug: str) -> _Page:
    tag, viewer = _find_topic(slug), current_viewer()
    form = move_form(tag, list_topic_tree(g.language), g.language)
    return _Page(
        "move",
        tag,
        form,
        lambda: preview_move(tag, form.parent, viewer),
        lambda seen: move_tag(tag.id, form.parent, seen, viewer),
        _("“%(term)s” has been moved."),
    )


@bp.get("/tags/<slug>/move")
@allow(Permission.MANAGE_TAGS)
def move(slug: str) -> str:
    """Ask under which topic this one is moved."""
    return _move_page(slug).show(with_preview=False)


@bp.post("/tags/<slug>/move")
@allow(Permission.MANAGE_TAGS)
def do_move(slug: str) -> Response | tuple[str, int]:
    """Show what another place would change, or move the topic."""
    return _move_page(slug).answer()


def _retire_page(slug: str) -> _Page:
    tag, viewer = _find_topic(slug), current_viewer()
    act = reuse_tag if tag.retired_at else retire_tag
    return _Page(
        "retire",
        tag,
        RetireForm(),
        lambda: preview_retirement(tag, viewer),
        lambda seen: act(tag.id, seen, viewer),
        _("“%(term)s” is offered again.") if tag.retired_at else _("“%(term)s” is retired."),
    )


@bp.get("/tags/<slug>/retire")
@allow(Permission.MANAGE_TAGS)
def retire(slug: str) -> str:
    """Show what retiring the topic would change, or offering it again."""
    return _retire_page(slug).show(with_preview=True)


@bp.post("/tags/<slug>/retire")
@allow(Permission.MANAGE_TAGS)
def do_retire(slug: str) -> Response | tuple[str, int]:
    """Retire the topic, or offer it again."""
    return _retire_page(slug).answer()


def _split_page(slug: str) -> _Page:
    tag, viewer, form = _find_topic(slug), current_viewer(), SplitForm()
    tagged = list_tagged_ids([tag.id], viewer)
    return _Page(
        "split",
        tag,
        form,
        lambda: preview_split(tag, form.split, viewer),
        lambda seen: split_tag(tag.id, form.split, seen, viewer),
        _("“%(term)s” has been split."),
        {
            "offered": list_summaries(tagged[:_MOST_CHOSEN], viewer),
            "total": len(tagged),
            "words": [(language, word) for language in LANGUAGES for word in tag.words(language)],
        },
    )


@bp.get("/tags/<slug>/split")
@allow(Permission.MANAGE_TAGS)
def split(slug: str) -> str:
    """Ask which articles and synonyms go to a new topic."""
    return _split_page(slug).show(with_preview=False)


@bp.post("/tags/<slug>/split")
@allow(Permission.MANAGE_TAGS)
def do_split(slug: str) -> Response | tuple[str, int]:
    """Show what a split would change, or split the topic."""
    return _split_page(slug).answer()
