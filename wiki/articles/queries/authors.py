"""Say who is named for an article: the one answer for pages, feeds, citations and exports."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    bindparam,
    case,
    literal,
    null,
    select,
    union_all,
)

from wiki.accounts.models import User
from wiki.accounts.queries import credit_of
from wiki.articles.models import Article, ArticleAuthor
from wiki.citations.credits import AUTHOR, Credit, Credits, credit_named
from wiki.db import db
from wiki.revisions.authorship import Share, choose_authors
from wiki.revisions.models import Revision
from wiki.revisions.queries import select_shares


def find_credits(article: Article, number: int) -> Credits:
    """Return who is named for revision `number` of an article."""
    return find_credits_of({article.id: number}).get(article.id, Credits())


# What says who is named for a text.
CREDITED_IN = (Revision, ArticleAuthor, User)


def find_credits_of(numbers: Mapping[int, int]) -> dict[int, Credits]:
    """Return the same for several articles, given the number of a revision of each.

    Those are the people who were chosen by then; else who began the text and who wrote a share.
    """
    if not numbers:
        return {}
    shares: defaultdict[int, list[Share]] = defaultdict(list)
    lists: defaultdict[int, dict[int, list[Credit]]] = defaultdict(dict)
    for row, user in _read_rows(numbers):
        credit = _read(row, user)
        if row.from_number is None:
            shares[row.article_id].append(Share(credit, int(row.words or 0)))
        elif row.from_number <= numbers[row.article_id]:
            lists[row.article_id].setdefault(row.from_number, []).append(credit)
    return {
        article_id: _with_chosen(choose_authors(found), lists.get(article_id, {}))
        for article_id, found in shares.items()
    }


def _read_rows(numbers: Mapping[int, int]) -> list[tuple[Row[Any], User | None]]:
    """Return who wrote and who was chosen, each with their account, in one statement."""
    if len(numbers) == 1:
        [(article_id, number)] = numbers.items()
        rows = db.session.execute(_query_of_one(), {"ids": [article_id], "last": number})
    else:
        last = case(dict(numbers), value=Revision.article_id)
        rows = db.session.execute(_query(list(numbers), last))
    return [(row, row.User) for row in rows]


@cache  # every page of an article asks it, and building it costs more than running it
def _query_of_one() -> Select[*tuple[Any, ...]]:
    return _query(bindparam("ids", expanding=True), bindparam("last", type_=Integer))


def _query(article_ids: Any, last: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    wrote = select_shares(article_ids, last).subquery()
    both = union_all(_as_lines(wrote), _select_chosen(article_ids)).subquery()
    return (
        select(both, User)
        .outerjoin(User, User.id == both.c.user_id)
        .order_by(both.c.article_id, both.c.from_number, both.c.place)
    )


def _as_lines(wrote: Any) -> Select[*tuple[Any, ...]]:
    """Give those who wrote the columns of those who were chosen."""
    return select(
        wrote.c.article_id,
        null().label("from_number"),
        wrote.c.first.label("place"),
        wrote.c.author_id.label("user_id"),
        literal("").label("name"),
        literal("").label("orcid"),
        literal("").label("affiliation"),
        literal(AUTHOR).label("role"),
        wrote.c.words,
    )


def _select_chosen(article_ids: Any) -> Select[*tuple[Any, ...]]:
    return select(
        ArticleAuthor.article_id,
        ArticleAuthor.from_number,
        ArticleAuthor.place,
        ArticleAuthor.user_id,
        ArticleAuthor.name,
        ArticleAuthor.orcid,
        ArticleAuthor.affiliation,
        ArticleAuthor.role,
        literal(0),
    ).where(ArticleAuthor.article_id.in_(article_ids))


def _read(row: Row[Any], user: User | None) -> Credit:
    credit = credit_of(user) if user else credit_named(row.name, row.orcid)
    return replace(credit, affiliation=row.affiliation, role=row.role)


def _with_chosen(counted: Credits, lists: Mapping[int, Sequence[Credit]]) -> Credits:
    """Return the people chosen last, and as contributors all others who have written something."""
    if not lists:
        return counted
    chosen = lists[max(lists)]
    named = {credit.user_id for credit in chosen}
    wrote = (*counted.named, *counted.contributors)
    others = [credit for credit in wrote if credit.user_id not in named]
    return Credits(chosen, others, is_chosen=True)
