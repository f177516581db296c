"""Read what readers say is wrong, for editors."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.db import db
from wiki.memory.queries import remember
from wiki.tips.models import Tip
from wiki.web.pagination import Page, paginate


def count_open_tips(viewer: Viewer) -> int:
    """Count what waits for an editor."""
    require(Permission.USE_DESK, viewer)
    return remember("tips", (Tip,), count_open)


def count_open() -> int:
    """Count it for the limit, whoever asks."""
    query = select(func.count()).select_from(Tip).where(Tip.closed_at.is_(None))
    return db.session.scalar(query) or 0


def list_tips(viewer: Viewer, page: int = 1) -> Page[Tip]:
    """List what readers say: what waits first, the oldest first, then what was closed last."""
    require(Permission.USE_DESK, viewer)
    query = (
        select(Tip)
        .options(
            joinedload(Tip.article).joinedload(Article.head),
            joinedload(Tip.article).joinedload(Article.published),
            joinedload(Tip.closed_by),
        )
        .order_by(Tip.closed_at.is_not(None), Tip.closed_at.desc(), Tip.created_at, Tip.id)
    )
    return paginate(query, lambda tip: tip, page)
