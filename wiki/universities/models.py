"""Store what universities say of themselves beside the description and web site of their terms."""

from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.db import Base
from wiki.media.models import MediaFile


class UniversityProfile(Base):
    """The contacts, addresses and logos of a university; those without any have no row.

    `contacts` are the fields of a `Contact` each, in order; `social_media` are web addresses.
    """

    __tablename__ = "university_profiles"

    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)
    contacts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    social_media: Mapped[list[str]] = mapped_column(JSON, default=list)
    logo_light_id: Mapped[int | None] = mapped_column(ForeignKey("media_files.id"), index=True)
    logo_dark_id: Mapped[int | None] = mapped_column(ForeignKey("media_files.id"), index=True)

    # Both with the row: a page shows them, and should not ask twice more.
    logo_light: Mapped[MediaFile | None] = relationship(foreign_keys=[logo_light_id], lazy="joined")
    logo_dark: Mapped[MediaFile | None] = relationship(foreign_keys=[logo_dark_id], lazy="joined")
