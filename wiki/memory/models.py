"""Store the state of each table."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Base

# Where a connection keeps the tables that its transaction has changed, and the states it has read.
TOUCHED, FOUND = "wiki_touched_tables", "wiki_table_states"


class TableState(Base):
    """The state of a table: another number after each transaction that has changed its rows.

    It is drawn by chance, so that neither a restored database nor a copy has that of another.
    """

    __tablename__ = "table_states"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    state: Mapped[int] = mapped_column(BigInteger)
