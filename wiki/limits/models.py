"""The table of what clients have done, where several processes count together."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Base, UtcDateTime


class ClientCount(Base):
    """How often one client has done one thing until a time; the key is a hash."""

    __tablename__ = "client_counts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    events: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
