"""Store parts of a folder, inside the transaction of the load."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wiki.articles.models import Article
from wiki.articles.queries.authors import find_credits
from wiki.authors.lines import AuthorLine, check_lines
from wiki.authors.steps import put_authors
from wiki.citations.credits import AUTHOR, Credit
from wiki.config import TEXT_LICENCES
from wiki.content.frontmatter import ContentDocument
from wiki.db import db
from wiki.errors import InvalidInput


def read_authors(document: ContentDocument) -> list[AuthorLine]:
    """Return the authors that a document names; raise InvalidInput for the first at fault.

    A licence that is none is at fault too.
    """
    if document.licence and document.licence not in TEXT_LICENCES:
        raise InvalidInput("", {"licence": f"licence must be one of {', '.join(TEXT_LICENCES)}"})
    lines = [_read_line(author) for author in document.authors]
    try:
        return check_lines(lines, ()) if lines else []
    except InvalidInput as error:
        message = next(iter(error.fields.values()), str(error.message))
        raise InvalidInput("", {"authors": message}) from error


def _read_line(author: Mapping[str, str]) -> AuthorLine:
    return AuthorLine(
        name=author.get("name", ""),
        orcid=author.get("orcid", ""),
        affiliation=author.get("affiliation", ""),
        role=author.get("role") or AUTHOR,
    )


def store_authors(article: Article, lines: Sequence[AuthorLine], outcome: str) -> str:
    """Store who is named for an article; return "changed" for "unchanged" when that is a change.

    Who is named already under the same name and ORCID keeps their account.
    """
    if not lines:
        return outcome
    db.session.expire(article, ["head", "published"])
    credited = find_credits(article, article.shown.number)
    if credited.is_chosen and [_line_of(credit) for credit in credited.named] == list(lines):
        return outcome
    accounts = {(credit.name, credit.orcid): credit.user_id for credit in credited.named}
    linked = [replace(line, user_id=accounts.get((line.name, line.orcid))) for line in lines]
    put_authors(article, linked)
    return "changed" if outcome == "unchanged" else outcome


def _line_of(credit: Credit) -> AuthorLine:
    return AuthorLine(
        credit.name, orcid=credit.orcid, affiliation=credit.affiliation, role=credit.role
    )
