"""Store how much advice there is on the newest text of each article."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Base


class ArticleAdvice(Base):
    """How often a kind of advice is given on an article's newest text.

    Only what its words decide is stored: what depends on tags, links or sources is asked when it is
    shown. Derived by the search drainer after each save, and left out of backups.
    """

    __tablename__ = "article_advice"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    count: Mapped[int]
