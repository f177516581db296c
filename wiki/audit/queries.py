"""Read the audit log; who shows it checks the permission."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select, true

from wiki.audit.models import AuditEntry
from wiki.db import contains, db, end_reading, spell
from wiki.web.pagination import Page, paginate

# How many entries are in memory at a time while all are read.
BATCH = 500
# Where an entry keeps what its object was called at that time.
_NAMES = (
    *(("title",), ("email",), ("label_sv",), ("label_en",), ("words",), ("old",)),
    *((whole, label) for whole in ("source", "before") for label in ("label_sv", "label_en")),
    ("was", "title"),
)


@dataclass(frozen=True)
class AuditFilter:
    """What narrows the audit log; None and () mean everything.

    `since` is the first moment, `until` the first that is too late; `actor_id` 0 means the command
    line; each of `object_types` is one that the entry may have, `kind` its type and action,
    "user.close".
    """

    since: datetime | None = None
    until: datetime | None = None
    actor_id: int | None = None
    object_types: Sequence[str] | None = None
    kind: str = ""

    def condition(self) -> ColumnElement[bool]:
        """Return the filter as SQL."""
        object_type, _, action = self.kind.partition(".")
        condition: ColumnElement[bool] = true()
        if self.since is not None:
            condition &= AuditEntry.at >= self.since
        if self.until is not None:
            condition &= AuditEntry.at < self.until
        if self.actor_id is not None:
            condition &= AuditEntry.actor_id == (self.actor_id or None)  # None becomes IS NULL
        if self.object_types is not None:
            condition &= AuditEntry.object_type.in_(self.object_types)
        if self.kind:
            condition &= (AuditEntry.object_type == object_type) & (AuditEntry.action == action)
        return condition


def names(words: str) -> ColumnElement[bool]:
    """Return the condition that the entry itself says a name that contains `words`.

    Reading JSON is slow, so its text is searched first, in which other letters than A to Z are
    escaped.
    """
    text = cast(AuditEntry.detail, Text)
    stored = (json.dumps(spelling)[1:-1] for spelling in spell(words))
    told = [AuditEntry.detail[path].as_string() for path in _NAMES]
    return and_(
        or_(*(text.icontains(form, autoescape=True) for form in stored)), contains(words, *told)
    )


def list_entries(condition: ColumnElement[bool], number: int = 1) -> Page[AuditEntry]:
    """Return one page of the entries that meet the condition, newest first."""
    query = select(AuditEntry).where(condition).order_by(AuditEntry.id.desc())
    # Of the ids alone, which an index tells: a whole entry is read only to be shown.
    total = db.session.scalar(select(func.count(AuditEntry.id)).where(condition)) or 0
    return paginate(query, lambda entry: entry, number, total=total)


def walk_entries(condition: ColumnElement[bool]) -> Iterator[Sequence[AuditEntry]]:
    """Yield all entries that meet the condition, newest first, a few hundred at a time.

    Each part is a read of its own, so that nobody who fetches slowly keeps an old snapshot open.
    """
    query = select(AuditEntry).where(condition).order_by(AuditEntry.id.desc()).limit(BATCH)
    part = db.session.scalars(query).all()
    while part:
        last = part[-1].id
        yield part
        end_reading()
        part = db.session.scalars(query.where(AuditEntry.id < last)).all()
