"""Read what people have published: only what is public, whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from wiki.accounts.models import User
from wiki.accounts.names import person_slug
from wiki.accounts.queries import EDITORIAL_EMAIL
from wiki.articles.models import Article, ArticleAuthor
from wiki.articles.queries.articles import (
    ArticleSummary,
    is_public,
    select_summaries,
    summary_of,
)
from wiki.articles.queries.authors import find_credits_of
from wiki.citations.credits import Credit
from wiki.db import db
from wiki.markup.collation import sort_key
from wiki.memory.queries import remember
from wiki.revisions.models import Revision

# What says who has a page.
_TABLES = (User, Article, Revision, ArticleAuthor)
# A page shows the newest of more.
_MOST_WORKS = 300
# The page of a university names no more.
MOST_PEOPLE = 200


@dataclass(frozen=True)
class Works:
    """The public articles that somebody is an author of, and those that they contributed to."""

    articles: Sequence[ArticleSummary]
    contributions: Sequence[ArticleSummary]

    @property
    def is_any(self) -> bool:
        """Return whether there is anything."""
        return bool(self.articles or self.contributions)


@dataclass(frozen=True)
class PersonName:
    """A person who has a page, and the last part of its address."""

    name: str
    slug: str


def list_works(user_id: int) -> Works:
    """Return what somebody has published, the newest first."""
    query = (
        select_summaries()
        .where(is_public(), Article.id.in_(_worked_on(user_id).union(_is_named(user_id))))
        .order_by(Article.first_published_at.desc(), Article.id)
        .limit(_MOST_WORKS)
    )
    lines = [summary_of(article, shown) for article, shown in db.session.execute(query)]
    credited = find_credits_of({line.id: line.number for line in lines})

    def is_named(credited: Sequence[Credit]) -> bool:
        return any(credit.user_id == user_id for credit in credited)

    return Works(
        articles=[line for line in lines if is_named(credited[line.id].named)],
        contributions=[line for line in lines if is_named(credited[line.id].contributors)],
    )


def list_people() -> Sequence[User]:
    """Return who has a page: who has published something, or wants one."""
    query = select(User).where(User.email != EDITORIAL_EMAIL, _has_page()).order_by(User.id)
    return db.session.scalars(query).all()


def list_people_of(university_id: int, language: str) -> Sequence[PersonName]:
    """Return who has a page and works at a university, by name; of many, the oldest accounts.

    Whose page is not public is not named: an account alone is nobody's business.
    """
    return remember(
        ("people", university_id, language), _TABLES, lambda: _find_people(university_id, language)
    )


def _find_people(university_id: int, language: str) -> Sequence[PersonName]:
    rows = db.session.execute(
        select(User.id, User.name)
        .where(User.university_id == university_id, User.email != EDITORIAL_EMAIL, _has_page())
        .order_by(User.id)
        .limit(MOST_PEOPLE)
    )
    people = [PersonName(row.name, person_slug(row.id, row.name)) for row in rows]
    return sorted(people, key=lambda person: sort_key(person.name, language))


def _has_page() -> ColumnElement[bool]:
    wants_one = User.has_page & User.is_active
    worked_on = _worked_on(User.id).correlate(User)
    return wants_one | exists(worked_on) | exists(_is_named(User.id).correlate(User))


def _worked_on(user_id: InstrumentedAttribute[int] | int) -> Select[int]:
    """Select the public articles with a readable version by somebody, up to what readers see."""
    article, shown, own = aliased(Article), aliased(Revision), aliased(Revision)
    return (
        select(article.id)
        .join(shown, shown.id == article.published_id)
        .join(own, (own.article_id == article.id) & (own.number <= shown.number))
        .where(article.archived_at.is_(None), own.hidden_at.is_(None), own.author_id == user_id)
    )


def _is_named(user_id: InstrumentedAttribute[int] | int) -> Select[int]:
    """Select the public articles for which somebody was chosen to be named, as readers see it."""
    article, shown = aliased(Article), aliased(Revision)
    own, later = aliased(ArticleAuthor), aliased(ArticleAuthor)
    is_outdated = exists().where(
        later.article_id == own.article_id,
        later.from_number > own.from_number,
        later.from_number <= shown.number,
    )
    return (
        select(article.id)
        .join(shown, shown.id == article.published_id)
        .join(own, (own.article_id == article.id) & (own.from_number <= shown.number))
        .where(article.archived_at.is_(None), own.user_id == user_id, ~is_outdated)
    )
