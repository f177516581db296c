"""Find the remark that an action is about, inside its transaction."""

from flask import Flask

from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.db import db
from wiki.errors import NotAllowed, NotFound
from wiki.remarks.models import Remark
from wiki.remarks.queries import count_open_remarks, list_open_remarks
from wiki.reviews.queries import may_see_reviews
from wiki.web.numbers import LARGEST


def init_remarks(app: Flask) -> None:
    """Register `list_open_remarks()` and `count_open_remarks()` for templates."""
    app.jinja_env.globals["list_open_remarks"] = list_open_remarks
    app.jinja_env.globals["count_open_remarks"] = count_open_remarks


def find_discussed(article_id: int, viewer: Viewer) -> Article:
    """Return an article whose draft the viewer may speak about."""
    article = find_permitted(article_id, Permission.SEE_DRAFT, viewer)
    if viewer.user_id is None or not may_see_reviews(article, viewer):
        raise NotAllowed()
    return article


def find_remark(article: Article, remark_id: int) -> Remark:
    """Return a remark on an article, or an answer; raise NotFound if there is none."""
    row = db.session.get(Remark, remark_id) if 0 < remark_id <= LARGEST else None
    if row is None or row.article_id != article.id:
        raise NotFound()
    return row
