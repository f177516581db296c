"""Read which articles are to be checked, who looks after them, and how each was checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from wiki.accounts.models import User
from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import ArticleSummary, is_public, line_columns, shown_id
from wiki.clock import now
from wiki.db import db
from wiki.memory.queries import read_ids, remember
from wiki.revisions.models import Revision
from wiki.settings.known import read_months
from wiki.upkeep.models import Check
from wiki.upkeep.periods import due_on, months_before
from wiki.web.pagination import Page, turn_to

_OWNER = aliased(User)
_MOST_SHOWN = 50


@dataclass(frozen=True)
class DueArticle:
    """A public article to be checked: since which day, and who looks after it, "" for nobody."""

    line: ArticleSummary
    due: date
    owner: str


@dataclass(frozen=True)
class Upkeep:
    """What is known of an article's upkeep; `due` is None if it need not be checked."""

    owner: str
    is_chosen: bool
    checked_at: datetime | None
    due: date | None
    is_due: bool


@dataclass(frozen=True)
class PastCheck:
    """A check as a page lists it; `number` is the version that was read."""

    name: str
    number: int
    checked_at: datetime


class Due(NamedTuple):
    """An article to be checked, by its id: who looks after it, and by which day."""

    article_id: int
    owner_id: int
    day: date


def list_due(viewer: Viewer, page: int = 1) -> Page[DueArticle]:
    """List the public articles that are to be checked, the longest unread first."""
    require(Permission.USE_DESK, viewer)

    def find() -> Sequence[int]:
        query = select(Article.id).where(is_public(), is_due())
        return read_ids(query.order_by(_last_read(), Article.id))

    return turn_to(remember(("due ids", *due_key()), (Article,), find), _read_lines, page)


def count_due(viewer: Viewer) -> int:
    """Count the public articles that are to be checked."""
    require(Permission.USE_DESK, viewer)

    def count() -> int:
        query = select(func.count()).select_from(Article).where(is_public(), is_due())
        return db.session.scalar(query) or 0

    return remember(("due", *due_key()), (Article,), count)


def due_key() -> tuple[date, str, str]:
    """Return what decides what is due, besides the articles."""
    return (today(), current_app.config["TIMEZONE"], current_app.config["CHECK_MONTHS"])


def list_own_due(viewer: Viewer) -> list[DueArticle]:
    """List what is to be checked of the articles that the viewer looks after, the oldest first."""
    mine = _select_lines().where(is_public(), is_due(), _owner_id() == viewer.user_id)
    mine = mine.order_by(_last_read(), Article.id).limit(_MOST_SHOWN)
    return [_read_due(*row) for row in db.session.execute(mine)]


def find_upkeep(article: Article, viewer: Viewer) -> Upkeep:
    """Return who looks after an article, and when it is to be checked."""
    require(Permission.CHECK, viewer, article)
    owner_id = article.owner_id or article.created_by_id
    owner = db.session.scalar(select(User.name).where(User.id == owner_id, User.is_active))
    due = due_of(article) if article.is_public else None
    return Upkeep(
        owner=owner or "",
        is_chosen=article.owner_id is not None,
        checked_at=article.checked_at,
        due=due,
        is_due=due is not None and due <= today(),
    )


def list_checks(article: Article, viewer: Viewer) -> list[PastCheck]:
    """Return the newest checks of an article, the newest first."""
    require(Permission.CHECK, viewer, article)
    query = (
        select(User.name, Revision.number, Check.checked_at)
        .join(User, User.id == Check.user_id)
        .join(Revision, Revision.id == Check.revision_id)
        .where(Check.article_id == article.id)
        .order_by(Check.id.desc())
        .limit(_MOST_SHOWN)
    )
    return [PastCheck(*row) for row in db.session.execute(query)]


def list_owners(viewer: Viewer) -> dict[int, str]:
    """Return the names of the accounts that may look after an article, by id, in their order."""
    require(Permission.CHOOSE_OWNER, viewer)
    query = select(User.id, User.name).where(User.is_active)
    people = db.session.execute(query).all()
    return dict(sorted(people, key=lambda person: person[1].casefold()))


def list_due_owners() -> Sequence[Due]:
    """Return the public articles that are to be checked, with whoever looks after each."""
    columns = Article.kind, Article.published_at, Article.checked_at, Article.check_by
    query = select(Article.id, _owner_id(), *columns).where(is_public(), is_due())
    found, periods = [], _periods()
    for article_id, owner_id, kind, published_at, checked_at, check_by in db.session.execute(query):
        read = max(moment for moment in (published_at, checked_at) if moment is not None)
        day = due_on(kind, day_of(read), check_by, periods)
        found.append(Due(article_id, owner_id, day or today()))
    return found


def is_due() -> ColumnElement[bool]:
    """Return the condition that the day by which an article is to be checked has come."""
    day, zone = today(), ZoneInfo(current_app.config["TIMEZONE"])
    by_kind = []
    for kind, months in _periods().items():
        if months:
            last = datetime.combine(months_before(day, months), time.max, zone)
            by_kind.append(and_(Article.kind == kind, _last_read() <= last))
    return or_(
        Article.check_by <= day,
        and_(Article.check_by.is_(None), or_(*by_kind)) if by_kind else Article.check_by <= day,
    )


def today() -> date:
    """Return the day that it is in the time zone of the wiki."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """Return the day on which a moment is in the time zone of the wiki."""
    return moment.astimezone(ZoneInfo(current_app.config["TIMEZONE"])).date()


def _periods() -> Mapping[str, int]:
    return read_months(current_app.config["CHECK_MONTHS"])


def due_of(article: Article) -> date | None:
    """Return the day by which a public article is to be checked, or None if it never is."""
    return _due_of(article.kind, article.published_at, article.checked_at, article.check_by)


def _due_of(
    kind: str, published_at: datetime | None, checked_at: datetime | None, check_by: date | None
) -> date | None:
    read = [moment for moment in (published_at, checked_at) if moment is not None]
    return due_on(kind, day_of(max(read)), check_by, _periods()) if read else None


def _last_read() -> ColumnElement[datetime]:
    """Return when an article was last published or checked, whichever is later."""
    return case(
        (Article.checked_at > Article.published_at, Article.checked_at),
        else_=Article.published_at,
    )


def _owner_id() -> ColumnElement[int]:
    """Return who looks after an article: the person who was chosen, else who began it."""
    return func.coalesce(Article.owner_id, Article.created_by_id)


def _select_lines() -> Select[*tuple[Any, ...]]:
    """Select what a list shows of articles, who looks after each, and what tells when it is due."""
    return (
        select(
            *line_columns(), Article.checked_at, Article.check_by, func.coalesce(_OWNER.name, "")
        )
        .join(Revision, Revision.id == shown_id())
        .outerjoin(_OWNER, and_(_OWNER.id == _owner_id(), _OWNER.is_active))
    )


# Built once: building a statement costs more than running it.
_LINES = _select_lines().where(Article.id.in_(bindparam("ids", expanding=True)))


def _read_lines(article_ids: Sequence[int]) -> list[DueArticle]:
    rows = db.session.connection().execute(_LINES, {"ids": list(article_ids)})
    lines = {row.id: _read_due(*row) for row in rows}
    return [lines[article_id] for article_id in article_ids if article_id in lines]


def _read_due(*row: Any) -> DueArticle:
    line, (checked_at, check_by, owner) = ArticleSummary(*row[:-3]), row[-3:]
    due = _due_of(line.kind, line.published_at, checked_at, check_by)
    return DueArticle(line, due or today(), owner)
