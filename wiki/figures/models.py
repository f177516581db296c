"""The table of reads: how often an article was opened on a day, by nobody in particular.

No row says who read, from where, or in which order.
"""

from datetime import date

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Base


class ReadCount(Base):
    """How often an article was read on a day; of months long past, on all days of the month.

    Such a row has the first day of its month.
    """

    __tablename__ = "reads"
    # The key is the table: sums by day read it in order, and no row id tells what came first.
    __table_args__ = ({"sqlite_with_rowid": False},)

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    times: Mapped[int]
