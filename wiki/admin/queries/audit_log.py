"""Read the audit log: all of it for administrators, what happened to one thing for editors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select

from wiki.accounts.models import User
from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.admin.deeds import Thing
from wiki.articles.models import Article
from wiki.audit.models import AuditEntry
from wiki.audit.queries import AuditFilter, list_entries, names, walk_entries
from wiki.db import contains, db
from wiki.errors import NotAllowed
from wiki.references.models import Source
from wiki.revisions.models import Revision
from wiki.tags.models import Tag
from wiki.web.pagination import Page

# Whose trail editors see. Those of accounts say addresses and roles, and are for administrators.
TRAILS = ("article", "tag", "source", "media")


@dataclass(frozen=True)
class Wanted:
    """Which entries are wanted: the filter, words of a name, and one thing that they are about."""

    entries: AuditFilter
    words: str = ""
    thing: Thing | None = None


def list_audit_log(wanted: Wanted, number: int, viewer: Viewer) -> Page[AuditEntry]:
    """Return one page of the audit log, newest first."""
    return list_entries(_condition(wanted, viewer), number)


def walk_audit_log(wanted: Wanted, viewer: Viewer) -> Iterator[Sequence[AuditEntry]]:
    """Return all entries of the audit log that are wanted, part by part."""
    return walk_entries(_condition(wanted, viewer))


def list_trail(thing: Thing, number: int, viewer: Viewer) -> Page[AuditEntry]:
    """Return one page of what happened to a thing, newest first."""
    return list_entries(_trail(thing, viewer), number)


def walk_trail(thing: Thing, viewer: Viewer) -> Iterator[Sequence[AuditEntry]]:
    """Return all of what happened to a thing, part by part."""
    return walk_entries(_trail(thing, viewer))


def list_actors(viewer: Viewer) -> list[User]:
    """Return who did something that the audit log tells of, by name."""
    require(Permission.SEE_AUDIT_LOG, viewer)
    acted = exists().where(AuditEntry.actor_id == User.id)
    people = db.session.scalars(select(User).where(acted))
    return sorted(people, key=lambda user: (user.name.casefold(), user.id))


def _condition(wanted: Wanted, viewer: Viewer) -> ColumnElement[bool]:
    require(Permission.SEE_AUDIT_LOG, viewer)
    condition = wanted.entries.condition()
    if wanted.words:
        condition &= or_(names(wanted.words), _is_about_named(wanted.words, viewer))
    if wanted.thing is not None:
        condition &= _is_about(wanted.thing, viewer)
    return condition


def _trail(thing: Thing, viewer: Viewer) -> ColumnElement[bool]:
    require(Permission.SEE_TRAIL, viewer)
    if thing.kind not in TRAILS:
        raise NotAllowed()
    return _is_about(thing, viewer)


def _is_about(thing: Thing, viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that an entry is about a thing, or for an article about its versions."""
    require(Permission.SEE_TRAIL, viewer)
    condition = and_(AuditEntry.object_type == thing.kind, AuditEntry.object_id == thing.number)
    if thing.kind != "article":
        return condition
    versions = select(Revision.id).where(Revision.article_id == thing.number)
    of_version = and_(AuditEntry.object_type == "revision", AuditEntry.object_id.in_(versions))
    # Two language versions have one entry, filed under the one from which they were linked.
    of_pair = and_(
        AuditEntry.object_type == "article",
        AuditEntry.action == "pair",
        AuditEntry.detail["other"].as_integer() == thing.number,
    )
    return or_(condition, of_version, of_pair)


def _is_about_named(words: str, viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that the object of an entry is called something with `words` today."""
    require(Permission.SEE_AUDIT_LOG, viewer)
    articles = (
        select(Article.id)
        .join(Revision, Article.head_id == Revision.id)
        .where(contains(words, Revision.title))
    )
    versions = select(Revision.id).where(Revision.article_id.in_(articles))
    named = {
        "article": articles,
        "revision": versions,
        "tag": select(Tag.id).where(contains(words, Tag.label_sv, Tag.label_en)),
        "source": select(Source.id).where(contains(words, Source.title)),
        "user": select(User.id).where(contains(words, User.name, User.email)),
    }
    return or_(
        *(
            and_(AuditEntry.object_type == object_type, AuditEntry.object_id.in_(ids))
            for object_type, ids in named.items()
        )
    )
