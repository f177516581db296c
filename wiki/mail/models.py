"""Store the outbox of mail."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wiki.clock import now
from wiki.db import Base, UtcDateTime

LONGEST_SUBJECT, LONGEST_ERROR = 250, 300


class MailMessage(Base):
    """One message to one person, written in the transaction of what it tells of.

    It waits until `sent_at` or `failed_at` is set. Its texts are emptied when it has been sent. A
    link in it holds a placeholder: its token is made from `secret` and the key of the installation
    when it is sent, so that a stolen table opens nothing. Without an address it is for nobody, and
    is written so that an answer takes as long for an unknown person as for a known one.
    """

    __tablename__ = "mail_messages"
    __table_args__ = (Index("ix_mail_messages_next", "sent_at", "failed_at", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    to_address: Mapped[str] = mapped_column(String(254))
    to_name: Mapped[str] = mapped_column(String(100), default="")
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    secret: Mapped[str] = mapped_column(String(64), default="")
    # Where a mail program stops notices of this kind by one press (RFC 8058).
    stop_url: Mapped[str] = mapped_column(String(500), default="")
    # Names the message for other servers, which so recognise one that they have already.
    mark: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    give_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # After this the message is of no use to anybody, because its link has expired.
    useless_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(String(LONGEST_ERROR), default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
