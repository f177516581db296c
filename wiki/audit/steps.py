"""Write the audit log, inside the transaction of the change."""

from wiki.audit.models import AuditEntry
from wiki.db import db


def record(
    actor_id: int | None,
    action: str,
    object_type: str,
    object_id: int | None,
    **detail: object,
) -> None:
    """Add an entry to the current transaction; the caller commits."""
    db.session.add(
        AuditEntry(
            actor_id=actor_id,
            action=action,
            object_type=object_type,
            object_id=object_id,
            detail=detail,
        )
    )
