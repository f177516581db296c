"""Read and store who wrote and who reviewed the texts of a folder."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from wiki.articles.models import Article
from wiki.articles.queries.authors import find_credits
from wiki.authors.lines import AuthorLine, check_lines
from wiki.authors.steps import put_authors
from wiki.characters import FORBIDDEN, normalise_line
from wiki.citations.credits import AUTHOR, Credit
from wiki.content.frontmatter import ContentDocument
from wiki.content.queries import describe_review
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.revisions.models import ReviewedVersion, Revision
from wiki.settings.known import TEXT_LICENCES


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
    accounts = {(credit.written, credit.orcid): credit.user_id for credit in credited.named}
    linked = [replace(line, user_id=accounts.get((line.name, line.orcid))) for line in lines]
    put_authors(article, linked)
    return "changed" if outcome == "unchanged" else outcome


def read_review_of(document: ContentDocument) -> ReviewedVersion | None:
    """Return who reviewed a document, of no article yet; raise InvalidInput at a fault."""
    if not document.reviewed:
        return None
    texts = {key: normalise_line(text) for key, text in document.reviewed.items()}
    at = texts.pop("at")
    if any(len(text) > 100 or FORBIDDEN.search(text) for text in texts.values()):
        raise InvalidInput("", {"reviewed": "a name has at most 100 characters, on one line"})
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise InvalidInput("", {"reviewed": "at must be a time as 2026-05-03T10:00"}) from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    blank = {"name": "", "university_sv": "", "university_en": ""}
    return ReviewedVersion(**{**blank, **texts}, reviewed_at=moment)


def store_review(
    article: Article, revision: Revision, review: ReviewedVersion | None, outcome: str
) -> str:
    """Store who reviewed a version that readers see; return the outcome as `store_authors` does.

    Who is credited already under the same name keeps their account.
    """
    if review is None or article.published_id != revision.id:
        return outcome
    stored = db.session.get(ReviewedVersion, (article.id, revision.number))
    if stored is not None and describe_review(stored) == describe_review(review):
        return outcome
    if stored is not None:
        db.session.delete(stored)
        db.session.flush()
    review.article_id, review.number = article.id, revision.number
    db.session.add(review)
    return "changed" if outcome == "unchanged" else outcome


def _line_of(credit: Credit) -> AuthorLine:
    return AuthorLine(
        credit.written, orcid=credit.orcid, affiliation=credit.affiliation, role=credit.role
    )
