"""Say who is named for an article: the one answer for pages, feeds, citations and exports."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select

from wiki.accounts.models import User
from wiki.accounts.queries import credit_of
from wiki.articles.models import Article, ArticleAuthor
from wiki.citations.credits import Credit, Credits
from wiki.db import db
from wiki.revisions.queries import find_credits_by_share


def find_credits(article: Article, number: int) -> Credits:
    """Return who is named for revision `number` of an article."""
    return find_credits_of({article.id: number}).get(article.id, Credits())


def find_credits_of(numbers: Mapping[int, int]) -> dict[int, Credits]:
    """Return the same for several articles, given the number of a revision of each.

    Those are the people who were chosen by then; else who began the text and who wrote a share.
    """
    counted = find_credits_by_share(numbers)
    chosen = find_chosen(numbers)
    return {
        article_id: _with_chosen(credited, chosen[article_id]) if article_id in chosen else credited
        for article_id, credited in counted.items()
    }


def find_chosen(numbers: Mapping[int, int]) -> dict[int, list[Credit]]:
    """Return the list in force at each of these revisions, of the articles that have one."""
    rows = db.session.execute(
        select(ArticleAuthor, User)
        .outerjoin(User, User.id == ArticleAuthor.user_id)
        .where(ArticleAuthor.article_id.in_(numbers))
        .order_by(ArticleAuthor.article_id, ArticleAuthor.from_number, ArticleAuthor.place)
    )
    lists: defaultdict[int, dict[int, list[Credit]]] = defaultdict(dict)
    for row, user in rows:
        if row.from_number <= numbers[row.article_id]:
            lists[row.article_id].setdefault(row.from_number, []).append(_read(row, user))
    return {article_id: found[max(found)] for article_id, found in lists.items()}


def _read(row: ArticleAuthor, user: User | None) -> Credit:
    credit = credit_of(user) if user else Credit(row.name, orcid=row.orcid)
    return replace(credit, affiliation=row.affiliation, role=row.role)


def _with_chosen(counted: Credits, chosen: list[Credit]) -> Credits:
    """Return the chosen people, and as contributors all others who have written something."""
    named = {credit.user_id for credit in chosen}
    wrote = (*counted.named, *counted.contributors)
    others = [credit for credit in wrote if credit.user_id not in named]
    return Credits(chosen, others, is_chosen=True)
