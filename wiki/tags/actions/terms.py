"""Create, edit and delete terms."""

from dataclasses import replace

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.audit.models import AuditEntry
from wiki.audit.steps import refuse_repeat
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import is_used, list_redirect_slugs
from wiki.tags.steps.checks import NOT_ACCEPTED, ONLY_TOPICS, check_term, refuse_changed
from wiki.tags.steps.deeds import keep_deed
from wiki.tags.steps.terms import count_change, describe_tag, lock_tag, put_term
from wiki.tags.terms import OWN_WORDS, Term

_NEWER = _("Somebody else has saved this term while you were writing.")


def create_tag(term: Term, viewer: Viewer, form_id: str | None = None) -> Tag:
    """Add a topic; raise InvalidInput when the term cannot be accepted.

    Raises AlreadyMade when the form with `form_id` has added one already.
    """
    require(Permission.MANAGE_TAGS, viewer)
    if term.kind != TagKind.TOPIC:
        raise InvalidInput(ONLY_TOPICS)
    with write():
        refuse_repeat(viewer.user_id, "tag", form_id)
        with keep_deed("create", (), viewer) as deed:
            tag = _store_term(term)
            deed.tag_id, deed.also, deed.form_id = tag.id, [tag.id], form_id
            deed.detail = describe_tag(tag)
    return tag


def _store_term(term: Term, tag: Tag | None = None) -> Tag:
    """Check a term and store it, in `tag` or as a new tag."""
    try:
        return put_term(check_term(term, tag), tag)
    except IntegrityError as error:
        # Only PostgreSQL lets a second editor get this far with the same slug.
        message = _("Another tag has or had this address.")
        raise InvalidInput(NOT_ACCEPTED, {"slug": message}) from error


def update_tag(tag_id: int, term: Term, base: str, viewer: Viewer) -> Tag:
    """Store an edited term in its tag; the kind, the number and a fixed tag's slug do not change.

    Raises EditConflict when `base` is no longer the tag's edition and the term differs from what
    is stored.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write(), keep_deed("update", (tag_id,), viewer) as deed:
        tag = lock_tag(tag_id)
        edition, before = tag.edition, describe_tag(tag)
        _store_term(_fixed(term, tag), tag)
        after = describe_tag(tag)
        if edition != base and after != before:
            raise EditConflict(_NEWER)
        count_change(tag, before)
        deed.detail = {"before": before, "after": after}
    return tag


def _fixed(term: Term, tag: Tag) -> Term:
    """Return the term with what cannot be changed of a tag of this kind."""
    term = replace(term, kind=tag.kind, number=tag.number)
    if tag.kind != TagKind.TOPIC:
        term = replace(term, slug=tag.slug, parent_id=None)
    if tag.kind == TagKind.UNIVERSITY:
        # What it says of itself is changed in wiki/universities, by those who may.
        own = {name: getattr(tag, name) for name in OWN_WORDS}
        return replace(term, **own)
    return replace(term, website="", contact="")


def delete_tag(tag_id: int, seen: str, viewer: Viewer) -> AuditEntry:
    """Delete an unused topic; return the audit log entry from which it can be restored.

    Raises EditConflict when `seen` is no longer the topic's edition.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write(), keep_deed("delete", (tag_id,), viewer) as deed:
        tag = lock_tag(tag_id)
        if tag.kind != TagKind.TOPIC:
            raise InvalidInput(ONLY_TOPICS)
        refuse_changed(tag.edition, seen)
        if is_used(tag):
            raise InvalidInput(_("The topic is in use. Merge it into another one instead."))
        redirects = list_redirect_slugs(tag.id)
        deed.detail = {**describe_tag(tag), "redirects": redirects}
        db.session.delete(tag)
    if deed.entry is None:
        raise RuntimeError("a deed that was done has its entry")
    return deed.entry
