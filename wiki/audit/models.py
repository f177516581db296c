"""Store the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.clock import now
from wiki.db import Base, UtcDateTime


class AuditEntry(Base):
    """One thing that a user did; `actor_id` is None for the command line.

    `form_id` names the form that made something, so that the same form cannot make a second one.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_object", "object_type", "object_id"),
        # The newest come first, so the id is last in both.
        Index("ix_audit_entries_actor", "actor_id", "id"),
        Index("ix_audit_entries_kind", "object_type", "action", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(40))
    object_type: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    form_id: Mapped[str | None] = mapped_column(String(32), index=True)
