"""Store the second factors of users."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.clock import now
from wiki.db import Base, UtcDateTime


class CodeApp(Base):
    """The app that shows somebody a new code every half minute.

    The secret is stored encrypted, and not hashed, because each code is made of it; older ones are
    stored as they are until their next use. `last_step` is the half minute of the last code that
    was accepted: neither it nor an earlier one is accepted again.
    """

    __tablename__ = "code_apps"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(64))
    last_step: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class BackupCode(Base):
    """A code that lets its owner in once, stored hashed and deleted when it was used."""

    __tablename__ = "backup_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))


class Passkey(Base):
    """A key that somebody's telephone, computer or security key has made for this wiki.

    `sign_count` is how often it was used, as it says itself; one that goes back was copied.
    """

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    credential_id: Mapped[str] = mapped_column(String(1_400), unique=True)
    public_key: Mapped[str] = mapped_column(String(2_000))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
