"""Store when drafts will be published."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.clock import now
from wiki.db import Base, UtcDateTime


class Appointment(Base):
    """When version `number` of an article will be published, and who has said so.

    The row goes with the publication. `taken_at` is when a thread began to publish it. `failure`
    is why that did not work, a name of `wiki.appointments.queries.FAILURES` or a list of missing
    parts; then nothing more is tried, and editors are told until the row goes.
    """

    __tablename__ = "appointments"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[str] = mapped_column(String(200), default="")

    set_by: Mapped[User] = relationship()
