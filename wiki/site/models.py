"""Store the versions of what the site says of itself; a stored version is never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.clock import now
from wiki.db import Base, UtcDateTime
from wiki.media.models import MediaFile
from wiki.site.presentation import COMMENT_LENGTH


class SiteVersion(Base):
    """One version; readers see the newest. `content` has the fields of a `Presentation`.

    The library may delete the logo of an earlier version, but not that of the newest.
    """

    __tablename__ = "site_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    logo_id: Mapped[int | None] = mapped_column(
        ForeignKey("media_files.id", ondelete="SET NULL"), index=True
    )
    comment: Mapped[str] = mapped_column(String(COMMENT_LENGTH), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    author: Mapped[User | None] = relationship()
    logo: Mapped[MediaFile | None] = relationship()
