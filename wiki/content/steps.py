"""Store parts of a folder, inside the transaction of the load."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from wiki.articles.models import Article
from wiki.articles.queries.authors import find_credits
from wiki.authors.lines import AuthorLine, check_lines
from wiki.authors.steps import put_authors
from wiki.citations.credits import AUTHOR, Credit
from wiki.content.folder import Folder
from wiki.content.frontmatter import ContentDocument, ContentError
from wiki.content.queries import list_terms
from wiki.content.tagfile import TagEntry
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.settings.known import TEXT_LICENCES
from wiki.tags.models import Tag
from wiki.tags.steps.terms import check_term, count_change, describe_tag, put_term
from wiki.tags.terms import Term


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


def store_tags(folder: Folder) -> dict[str, int]:
    """Write what differs from the vocabulary; return the ids of all tags by slug."""
    stored = {tag.slug: tag for tag in db.session.scalars(select(Tag))}
    known = {entry.term.slug: entry for entry in list_terms()}
    _store_entries(
        [entry for entry in folder.tags if replace(entry, line=0) != known.get(entry.term.slug)],
        stored,
    )
    db.session.flush()
    return {slug: tag.id for slug, tag in stored.items()}


def _store_entries(entries: Sequence[TagEntry], stored: dict[str, Tag]) -> None:
    """Write terms; `stored` are the tags by slug, new ones are added to it."""
    changed = [stored[entry.term.slug] for entry in entries if entry.term.slug in stored]
    before = {tag: describe_tag(tag) for tag in changed}
    for entry in entries:
        tag = stored.get(entry.term.slug)
        term = _checked_term(entry, tag)
        stored[term.slug] = put_term(term, tag)
    for entry in entries:
        if entry.parent:
            stored[entry.term.slug].parent_id = stored[entry.parent].id
    for tag, description in before.items():
        count_change(tag, description)


def _checked_term(entry: TagEntry, tag: Tag | None) -> Term:
    """Return the term of an entry, without its parent, which may come later in the file."""
    try:
        return check_term(replace(entry.term, parent_id=None), tag)
    except InvalidInput as error:
        messages = [f"{name}: {message}" for name, message in error.fields.items()]
        raise ExceptionGroup(
            "the vocabulary cannot be loaded",
            [ContentError("tags.yaml", entry.line, message) for message in messages],
        ) from error
