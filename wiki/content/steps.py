"""Find what a folder writes and store parts of it, inside the transaction of the load."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from wiki.articles.models import Article, Redirect
from wiki.articles.queries.authors import find_credits
from wiki.articles.queries.targets import (
    Key,
    Place,
    TargetChange,
    find_place,
)
from wiki.authors.lines import AuthorLine, check_lines
from wiki.authors.steps import put_authors
from wiki.characters import FORBIDDEN, normalise_line
from wiki.citations.credits import AUTHOR, Credit
from wiki.content.folder import Folder
from wiki.content.frontmatter import ContentDocument
from wiki.content.plain_yaml import ContentError
from wiki.content.queries import describe_review, is_moved, list_terms
from wiki.content.tagfile import TagEntry
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.revisions.models import ReviewedVersion, Revision
from wiki.settings.known import TEXT_LICENCES
from wiki.tags.models import Tag
from wiki.tags.steps.checks import check_term
from wiki.tags.steps.others import Others, read_others
from wiki.tags.steps.relations import check_related, put_related
from wiki.tags.steps.terms import count_change, describe_tag, put_term, term_of
from wiki.tags.terms import Term
from wiki.universities.profile import Profile
from wiki.universities.steps import put_belongings


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
    _put_terms(entries, stored)
    for entry in entries:
        if entry.parent:
            stored[entry.term.slug].parent_id = stored[entry.parent].id
    _relate(entries, stored)
    for tag, description in before.items():
        count_change(tag, description)
    for entry in entries:
        if entry.profile is not None:
            _store_profile(entry, stored[entry.term.slug], entry.profile)


def _put_terms(entries: Sequence[TagEntry], stored: dict[str, Tag]) -> None:
    """Write words, each checked against those of the terms before it too."""
    others = read_others()
    for number, entry in enumerate(entries, start=1):
        tag = stored.get(entry.term.slug)
        former = term_of(tag, related=()) if tag else None
        term = _checked_term(entry, tag, others)
        others.replace(tag.id if tag else -number, former, term)
        stored[term.slug] = put_term(term, tag)


def _store_profile(entry: TagEntry, tag: Tag, profile: Profile) -> None:
    """Store what a university says beside its term; its logos are in the library by now."""
    try:
        put_belongings(tag, profile.check())
    except InvalidInput as error:
        messages = [f"{name}: {text}" for name, text in error.fields.items()]
        raise ExceptionGroup(
            "the vocabulary cannot be loaded",
            [
                ContentError("tags.yaml", entry.line, text)
                for text in messages or [str(error.message)]
            ],
        ) from error


def _relate(entries: Sequence[TagEntry], stored: dict[str, Tag]) -> None:
    """Relate topics when all are stored, each in its place in the tree."""
    db.session.flush()
    for entry in entries:
        tag = stored[entry.term.slug]
        related, faults = check_related(replace(entry.term, parent_id=tag.parent_id), tag)
        if faults:
            fault = ContentError("tags.yaml", entry.line, f"related: {faults['related']}")
            raise ExceptionGroup("the vocabulary cannot be loaded", [fault])
        put_related(tag, related)


def _checked_term(entry: TagEntry, tag: Tag | None, others: Others) -> Term:
    """Return the term of an entry, without the others it names, which may come later."""
    try:
        return check_term(replace(entry.term, parent_id=None, related=()), tag, others)
    except InvalidInput as error:
        messages = [f"{name}: {message}" for name, message in error.fields.items()]
        raise ExceptionGroup(
            "the vocabulary cannot be loaded",
            [ContentError("tags.yaml", entry.line, message) for message in messages],
        ) from error


def store_addresses(article: Article, document: ContentDocument) -> None:
    """Let the former addresses of a document lead to its article."""
    for language, slug in document.addresses:
        if db.session.get(Redirect, (language, slug)) is None:
            db.session.add(Redirect(language=language, slug=slug, article_id=article.id))
    db.session.flush()


def find_change(stored: Sequence[tuple[ContentDocument, Article | None]]) -> TargetChange:
    """Return the public articles as the documents will leave them; new ones have no ids yet.

    Beside each document stands the article that it writes.
    """
    places: list[Place] = []
    keys: set[Key] = set()
    for number, (document, article) in enumerate(stored, start=1):
        if not document.published:
            continue
        title = normalise_line(document.title)
        if article is None:
            place = Place(-number, document.language, document.slug, title)
        else:
            before = find_place(article)
            keys |= before.keys
            place = replace(before, title=title, is_public=not article.is_archived)
            if is_moved(article, document):
                former = before.former | {(before.language, before.slug)}
                place = replace(place, slug=document.slug, former=former)
        place = replace(place, former=place.former | set(document.addresses))
        places.append(place)
        keys |= place.keys
    return TargetChange(tuple(places), frozenset(keys))
