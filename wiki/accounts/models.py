"""Store users, their sessions, and the failed log-ins that throttle guessing."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.clock import now
from wiki.db import Base, UtcDateTime


class Role(StrEnum):
    """What a user is; each role may do everything that the roles before it may."""

    AUTHOR = "author"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """Return the role's position in the order, lowest first."""
        return list(Role).index(self)


class Lack(StrEnum):
    """What a session still lacks before it may do what its user may."""

    NOTHING = ""
    CODE = "code"  # the password was right; the second factor is still asked for
    FACTOR = "factor"  # the setting SECOND_FACTOR_FOR wants a second factor, which must be set up


class User(Base):
    """One person's account; it is closed, never deleted, since texts refer to it."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("role IN ('author', 'editor', 'admin')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # in lower case
    name: Mapped[str] = mapped_column(String(100))
    # Which part of the name lists of sources sort by; empty: it is guessed.
    family: Mapped[str] = mapped_column(String(100), default="", server_default="")
    role: Mapped[str] = mapped_column(String(10))
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    has_shortcuts: Mapped[bool] = mapped_column(default=True, server_default=true())
    # An administrator has made the password, and so knows it.
    must_change_password: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Set by wiki/second_factor, whose tables hold the factors themselves.
    has_second_factor: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # What a person's page says of them; `has_page` is whether they want one before they publish.
    orcid: Mapped[str] = mapped_column(String(19), default="", server_default="")
    about: Mapped[str] = mapped_column(String(300), default="", server_default="")
    university_id: Mapped[int | None] = mapped_column(
        ForeignKey("tags.id", ondelete="SET NULL"), index=True
    )
    has_page: Mapped[bool] = mapped_column(default=False, server_default=false())
    # In which they get mail.
    language: Mapped[str] = mapped_column(String(2), default="sv", server_default="sv")


class UserSession(Base):
    """One log-in; the cookie's token is stored hashed, so a stolen table opens no session."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    lacks: Mapped[str] = mapped_column(String(10), default=Lack.NOTHING, server_default="")
    # When somebody last proved who they are; None in sessions of before that was kept.
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=now)
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class LoginThrottle(Base):
    """The failed log-ins of one account, browser or IP address; the key is a hash.

    `failures` is how many there were at `failed_at`; they fade from then on.
    """

    __tablename__ = "login_throttles"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[float] = mapped_column(default=0.0)
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class SpentToken(Base):
    """Something that lets in once, and did; stored hashed, until it would be too old anyway."""

    __tablename__ = "spent_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
