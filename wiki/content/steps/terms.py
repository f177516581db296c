"""Store the vocabulary of a folder."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from wiki.content.folder import Folder
from wiki.content.plain_yaml import ContentError
from wiki.content.queries import list_terms
from wiki.content.tagfile import TagEntry
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.tags.models import Tag
from wiki.tags.steps.checks import check_term
from wiki.tags.steps.others import Others, read_others
from wiki.tags.steps.relations import check_related, put_related
from wiki.tags.steps.terms import count_change, describe_tag, put_term, term_of
from wiki.tags.terms import Term
from wiki.universities.profile import Profile
from wiki.universities.steps import put_belongings


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
