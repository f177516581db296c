"""Read the audit log; the routes that show it check the permission."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, true

from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.web.pagination import Page, paginate


@dataclass(frozen=True)
class AuditFilter:
    """What narrows the audit log; None and "" mean everything.

    `actor_id` 0 means the command line; `kind` is an object type and an action, "user.close".
    """

    actor_id: int | None = None
    kind: str = ""

    def condition(self) -> ColumnElement[bool]:
        """Return the filter as SQL."""
        object_type, _, action = self.kind.partition(".")
        condition: ColumnElement[bool] = true()
        if self.actor_id is not None:
            condition &= AuditEntry.actor_id.is_not_distinct_from(self.actor_id or None)
        if self.kind:
            condition &= (AuditEntry.object_type == object_type) & (AuditEntry.action == action)
        return condition


def list_entries(chosen: AuditFilter, number: int = 1) -> Page[AuditEntry]:
    """Return one page of the audit log, newest first."""
    query = select(AuditEntry).where(chosen.condition()).order_by(AuditEntry.id.desc())
    return paginate(query, lambda entry: entry, number)


def list_actor_ids() -> Sequence[int]:
    """Return the ids of all users with entries, without the command line."""
    statement = select(AuditEntry.actor_id).distinct()
    return [actor_id for actor_id in db.session.scalars(statement) if actor_id is not None]


def list_kinds() -> Sequence[str]:
    """Return the kinds of entries that exist, as AuditFilter takes them."""
    statement = select(AuditEntry.object_type, AuditEntry.action).distinct()
    return sorted(
        f"{object_type}.{action}" for object_type, action in db.session.execute(statement)
    )
