"""Keep what a deed changed in the vocabulary, and undo it; no step commits."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from wiki import signals
from wiki.accounts.permissions import Permission, require
from wiki.accounts.queries import may_edit_university
from wiki.accounts.viewer import Viewer
from wiki.audit.models import AuditEntry
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db
from wiki.errors import InvalidInput, NotAllowed, NotFound
from wiki.tags.changes import Changes, State, compare, find_faults, plan_undo
from wiki.tags.models import ArticleTag, Tag, TagDeed, TagKind
from wiki.tags.steps.state import read_state
from wiki.tags.steps.writing import write_state
from wiki.tags.terms import OWN_WORDS
from wiki.web.i18n import LANGUAGES

_NOTHING = _("There is nothing to undo.")
_MOVED = _(
    "This cannot be undone as a whole any more, because something was changed since: %(terms)s. "
    "Undo that first, or change by hand what you want back."
)
_CIRCLE = _(
    "This cannot be undone: the tree was changed since, and a topic would stand below itself."
)
_CLOSE = _("This cannot be undone: related topics would stand above or below each other now.")
_TAKEN = _("This cannot be undone: another term has got the name or the address since.")
# How many terms a message names.
_MOST_NAMED = 5


@dataclass
class Deed:
    """What is said of a deed while it is done: the term that it is about, and details of it.

    `also` are terms that the deed makes. `entry` is there when it is done.
    """

    action: str
    tag_id: int = 0
    detail: dict[str, Any] = field(default_factory=dict)
    also: list[int] = field(default_factory=list)
    form_id: str | None = None
    entry: AuditEntry | None = None

    @property
    def entry_id(self) -> int:
        """Return the number of the entry in the audit log, from which the deed can be undone."""
        return self.entry.id if self.entry else 0


@contextmanager
def keep_deed(action: str, tag_ids: Collection[int], viewer: Viewer) -> Iterator[Deed]:
    """Compare the vocabulary before and after the block; record what was done, and tell of it.

    `tag_ids` are the terms whose articles or proposals may change.
    """
    before = read_state(tag_ids)
    deed = Deed(action, next(iter(tag_ids), 0))
    yield deed
    db.session.flush()
    concerned = sorted({*tag_ids, *deed.also})
    changes = compare(before, read_state(concerned))
    deed.entry = record(
        viewer.user_id, deed.action, "tag", deed.tag_id, deed.form_id, **deed.detail
    )
    db.session.flush()
    if changes:
        deed_row = TagDeed(entry_id=deed.entry.id, tag_ids=concerned, changes=changes)
        db.session.add(deed_row)
        db.session.flush()
    _tell(changes)


def _tell(changes: Changes) -> None:
    """Send the signal of each term that changed, with the articles whose words did."""
    tagged = {int(article_id) for article_id in changes.get("articles", {})}
    tag_ids = [int(key) for key in changes.get("terms", {})]
    own: defaultdict[int, set[int]] = defaultdict(set)
    rows = select(ArticleTag.tag_id, ArticleTag.article_id).where(ArticleTag.tag_id.in_(tag_ids))
    for tag_id, article_id in db.session.execute(rows):
        own[tag_id].add(article_id)
    for tag in db.session.scalars(select(Tag).where(Tag.id.in_(tag_ids)).order_by(Tag.id)):
        signals.tag_changed.send(tag, article_ids=sorted(tagged | own[tag.id]))
        tagged = set()
    if tagged:
        some = next(iter(db.session.scalars(select(Tag).limit(1))))
        signals.tag_changed.send(some, article_ids=sorted(tagged))


def undo_deed_of(entry: AuditEntry, viewer: Viewer) -> tuple[Deed, int]:
    """Undo what an entry of the audit log did; return the deed, and how many articles stay.

    Raises InvalidInput with the reason when it was undone before, or when something has moved on
    so that undoing would change what somebody did since. Then nothing is changed.
    """
    kept = db.session.get(TagDeed, entry.id)
    if kept is None or kept.undone_at is not None:
        raise InvalidInput(_NOTHING)
    _refuse_foreign(kept.changes, viewer)
    current = read_state(kept.tag_ids)
    undoing = plan_undo(kept.changes, current)
    if undoing.moved:
        raise InvalidInput(str(_MOVED) % {"terms": _name_terms(undoing.moved, kept.changes)})
    _refuse_faults(undoing.wanted)
    with keep_deed(UNDONE.get(entry.action, "undo"), kept.tag_ids, viewer) as deed:
        write_state(current, undoing.wanted)
        kept.undone_at = now()
        deed.tag_id = _find_main(entry, kept.changes)
        deed.detail = {"entry_id": entry.id, "of": entry.action, "left": sorted(undoing.left)}
    return deed, len(undoing.left)


def _refuse_foreign(changes: Changes, viewer: Viewer) -> None:
    """Refuse to undo what a university says of itself for those who may not edit that."""
    for key, (old, _new) in changes.get("terms", {}).items():
        tag = db.session.get(Tag, int(key)) if set(OWN_WORDS) & set(old or ()) else None
        is_university = tag is not None and tag.kind == TagKind.UNIVERSITY
        if is_university and not may_edit_university(int(key), viewer):
            raise NotAllowed()


UNDONE = {"merge": "undo_merge", "delete": "restore"}


def _find_main(entry: AuditEntry, changes: Changes) -> int:
    """Return the term that comes back, else the one that the deed was about."""
    gone = [int(key) for key, (_old, new) in changes.get("terms", {}).items() if new is None]
    return gone[0] if gone else entry.object_id or 0


def _refuse_faults(wanted: State) -> None:
    faults = find_faults(wanted)
    if faults.circles:
        raise InvalidInput(_CIRCLE)
    if faults.close:
        raise InvalidInput(_CLOSE)
    if faults:
        raise InvalidInput(_TAKEN)


def _name_terms(tag_ids: Collection[int], changes: Changes) -> str:
    """Return the labels of terms, those that are gone by what the deed knew of them."""
    language = str(get_locale() or LANGUAGES[0])
    stored = {tag.id: tag for tag in db.session.scalars(select(Tag).where(Tag.id.in_(tag_ids)))}
    names = []
    for tag_id in sorted(tag_ids):
        known: dict[str, Any] = {}
        for fields in changes.get("terms", {}).get(str(tag_id), ()):
            known |= fields or {}
        label = known.get(f"label_{language}", str(_("a term that is gone")))
        names.append(stored[tag_id].label(language) if tag_id in stored else label)
    quoted = [str(_("“%(words)s”")) % {"words": name} for name in names[:_MOST_NAMED]]
    named = ", ".join(dict.fromkeys(quoted))
    return named + (" …" if len(names) > _MOST_NAMED else "")


def get_entry(entry_id: int) -> AuditEntry:
    """Return an entry about a term; raise NotFound if it is about something else."""
    entry = db.session.get(AuditEntry, entry_id)
    if entry is None or entry.object_type != "tag":
        raise NotFound()
    return entry


@dataclass(frozen=True)
class Recent:
    """A deed that can be undone: its entry, and the label of the term that it was about."""

    entry: AuditEntry
    tag: Tag | None
    detail: dict[str, Any]


def list_recent(count: int, viewer: Viewer) -> list[Recent]:
    """Return the last deeds that were not undone, newest first."""
    require(Permission.MANAGE_TAGS, viewer)
    query = (
        select(AuditEntry, Tag)
        .join(TagDeed, TagDeed.entry_id == AuditEntry.id)
        .outerjoin(Tag, Tag.id == AuditEntry.object_id)
        .where(TagDeed.undone_at.is_(None))
        .order_by(AuditEntry.id.desc())
        .limit(count)
    )
    return [Recent(entry, tag, entry.detail) for entry, tag in db.session.execute(query)]
