"""Store the links that were mailed to people."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.clock import now
from wiki.db import Base, UtcDateTime


class Purpose(StrEnum):
    """What a link is for."""

    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - a purpose
    ADDRESS = "address"


class MailedLink(Base):
    """A link that opens one thing once; its token is stored hashed.

    One without a user leads nowhere: it was written for an address that nobody has, so that the
    answer takes as long. `email` is the address that a link for another one confirms.
    """

    __tablename__ = "mailed_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
