"""Read who is named for an article and who could be."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from flask import current_app, g
from sqlalchemy import select

from wiki.accounts.models import User
from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.authors import find_credits
from wiki.authors.lines import AuthorLine
from wiki.authors.queries.people import list_people
from wiki.citations.credits import Credit
from wiki.db import db
from wiki.revisions.models import Revision


def list_lines(article: Article, viewer: Viewer) -> list[AuthorLine]:
    """Return who is named now, in order.

    As long as nobody has chosen, those are who wrote the text, with the universities that they are
    at today.
    """
    require(Permission.NAME_AUTHORS, viewer, article)
    credited = find_credits(article, article.shown.number)
    affiliations = {} if credited.is_chosen else _find_affiliations(credited.named)
    return [
        AuthorLine(
            name=credit.name if credit.user_id else credit.written,
            user_id=credit.user_id,
            orcid=credit.orcid,
            affiliation=credit.affiliation or affiliations.get(credit.user_id, ""),
            role=credit.role,
        )
        for credit in credited.named
    ]


def find_edition(article: Article, viewer: Viewer) -> str:
    """Identify the list as it is stored, so that a form can say which state it was made from."""
    lines = list_lines(article, viewer)
    state = [[line.name, line.user_id, line.affiliation, line.role] for line in lines]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:32]


def _find_affiliations(people: Sequence[Credit]) -> dict[int | None, str]:
    universities = current_app.extensions["universities"].value()
    labels = {found.id: found.label(g.language) for found in universities}
    rows = db.session.execute(
        select(User.id, User.university_id).where(
            User.id.in_([person.user_id for person in people])
        )
    )
    return {row.id: labels.get(row.university_id, "") for row in rows}


def list_nameable(article: Article, viewer: Viewer) -> Mapping[int, str]:
    """Return the names of accounts that may be named, by id: who has a page, or worked on it."""
    require(Permission.NAME_AUTHORS, viewer, article)
    wrote = select(Revision.author_id).where(Revision.article_id == article.id)
    own = select(User).where(User.id.in_(wrote) | (User.id == viewer.user_id))
    people = {user.id: user.name for user in (*db.session.scalars(own), *list_people())}
    named = find_credits(article, article.shown.number).named
    people |= {credit.user_id: credit.name for credit in named if credit.user_id}
    return dict(sorted(people.items(), key=lambda item: item[1].casefold()))
