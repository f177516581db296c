"""Read who may be named in the talk about an article."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select

from wiki.accounts.models import Role, User
from wiki.accounts.permissions import Permission, require
from wiki.accounts.queries import is_from, is_somebody
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.db import db
from wiki.talk.models import Mention

# As many as can be overlooked; who is not among them is named by more letters.
_MOST_OFFERED = 8


def takes_part(article: Article) -> ColumnElement[bool]:
    """Return the condition that somebody has an account and may talk about an article.

    The same rule as that of the permission, for many people at once.
    """
    if article.is_public:
        return is_somebody()
    return is_somebody() & or_(is_from(Role.EDITOR), User.id == article.created_by_id)


def list_people(article: Article, viewer: Viewer) -> dict[int, str]:
    """Return the names of all who may talk about an article, by account."""
    require(Permission.TALK, viewer, article)
    rows = db.session.execute(select(User.id, User.name).where(takes_part(article)))
    return {row[0]: row[1] for row in rows}


def complete_name(article: Article, typed: str, viewer: Viewer) -> list[str]:
    """Return the names of which a word begins as typed, of those who can be named; not one's own.

    Names that begin so come first, all in their order.
    """
    key = f" {typed.strip().casefold()}"
    people = list_people(article, viewer)
    people.pop(viewer.user_id or 0, None)
    fitting = {name for name in people.values() if key in f" {name.casefold()}"}
    order = sorted(fitting, key=lambda name: (not _begins(name, key), name.casefold()))
    return order[:_MOST_OFFERED]


def _begins(name: str, key: str) -> bool:
    return f" {name.casefold()}".startswith(key)


def list_named(post_ids: Collection[int]) -> dict[int, dict[int, str]]:
    """Return the names of those who are named in posts, by post and account."""
    names: dict[int, dict[int, str]] = defaultdict(dict)
    rows = db.session.execute(
        select(Mention.post_id, User.id, User.name)
        .join(User, User.id == Mention.user_id)
        .where(Mention.post_id.in_(post_ids))
    )
    for post_id, user_id, name in rows:
        names[post_id][user_id] = name
    return names
