"""Store the terms of a file, all or none; the caller checks permissions and commits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wiki.accounts.queries import may_edit_university
from wiki.accounts.viewer import Viewer
from wiki.clock import now
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.tags.formats.entries import Entry, Fault, FileFault
from wiki.tags.models import Tag, TagKind, WordKind
from wiki.tags.queries import read_parents, read_related_pairs
from wiki.tags.steps.checks import check_term
from wiki.tags.steps.relations import add_pairs, drop_pairs, find_topics
from wiki.tags.steps.terms import count_change, describe_tag, put_term, term_of
from wiki.tags.terms import OWN_WORDS, Term
from wiki.tags.tree import find_close_pairs, is_circle, make_pair

_Pairs = set[tuple[int, int]]
_Stored = dict[int, Tag]


def list_entries() -> list[Entry]:
    """Return all terms as a file has them."""
    tags = db.session.scalars(
        select(Tag)
        .options(selectinload(Tag.synonyms), selectinload(Tag.near_words))
        .order_by(Tag.kind.desc(), Tag.number, Tag.slug)
    ).all()
    slugs = {tag.id: tag.slug for tag in tags}
    related: dict[int, list[str]] = {tag.id: [] for tag in tags}
    for first, second in read_related_pairs():
        related[first].append(slugs[second])
        related[second].append(slugs[first])
    return [
        Entry(
            _term(tag, related[tag.id]),
            slugs.get(tag.parent_id or 0, ""),
            tag.retired_at is not None,
        )
        for tag in tags
    ]


def _term(tag: Tag, related: list[str]) -> Term:
    return Term(
        kind=tag.kind,
        slug=tag.slug,
        label_sv=tag.label_sv,
        label_en=tag.label_en,
        description_sv=tag.description_sv,
        description_en=tag.description_en,
        scope_note_sv=tag.scope_note_sv,
        scope_note_en=tag.scope_note_en,
        synonyms_sv=tag.words("sv"),
        synonyms_en=tag.words("en"),
        near_sv=tag.words("sv", WordKind.NEAR),
        near_en=tag.words("en", WordKind.NEAR),
        related=tuple(sorted(related)),
        website=tag.website,
        contact=tag.contact,
        number=tag.number,
    )


def store_entries(entries: Sequence[Entry], viewer: Viewer) -> _Stored:
    """Store the terms of a file, and return them by line; raise FileFault with all that is wrong.

    Terms that the file does not name stay as they are, and so do fields that it says nothing of,
    and what a university says of itself that the viewer may not edit.
    """
    tags = {tag.slug: tag for tag in db.session.scalars(select(Tag))}
    before = {tag: describe_tag(tag) for tag in tags.values()}
    stored = _store_all(entries, tags, viewer)
    faults = _place(entries, stored) or _relate(entries, stored)
    if faults:
        raise FileFault(faults)
    db.session.flush()
    for tag, description in before.items():
        count_change(tag, description)
    return stored


def _store_all(entries: Sequence[Entry], tags: Mapping[str, Tag], viewer: Viewer) -> _Stored:
    stored: _Stored = {}
    faults: list[Fault] = []
    for entry in entries:
        try:
            stored[entry.line] = _store(entry, tags.get(entry.term.slug), viewer)
        except InvalidInput as error:
            messages = error.fields or {"": error.message}
            faults += [Fault(entry.line, f"{name}: {text}") for name, text in messages.items()]
    if faults:
        raise FileFault(faults)
    return stored


def _store(entry: Entry, tag: Tag | None, viewer: Viewer) -> Tag:
    """Store the words of a term, in its former place; a new one at the top."""
    term = entry.term
    if tag is None:
        if term.kind != TagKind.TOPIC:
            raise InvalidInput("", {"kind": "only_topics"})
        return put_term(check_term(replace(term, related=(), parent_id=None)))
    former = term_of(tag)
    if term.kind != tag.kind:
        raise InvalidInput("", {"kind": "other_kind"})
    fields = entry.given & set(Term.__dataclass_fields__) - {"related", "kind", "slug"}
    fields -= _closed_fields(tag, viewer)
    given = {name: getattr(term, name) for name in fields}
    put_term(check_term(replace(former, **given), tag), tag)
    if "retired" in entry.given and entry.is_retired != (tag.retired_at is not None):
        if tag.kind != TagKind.TOPIC:
            raise InvalidInput("", {"retired": "only_topics"})
        tag.retired_at = now() if entry.is_retired else None
        tag.version += 1
    return tag


def _closed_fields(tag: Tag, viewer: Viewer) -> set[str]:
    """Return the fields that a file does not change: only some may say them of a university."""
    if tag.kind != TagKind.UNIVERSITY:
        return {"website", "contact"}
    return set() if may_edit_university(tag.id, viewer) else set(OWN_WORDS)


def _place(entries: Sequence[Entry], stored: _Stored) -> list[Fault]:
    """Put every topic under the one that the file names, when all are there."""
    placed = [entry for entry in entries if "broader" in entry.given or not entry.term.slug]
    faults = [fault for entry in placed if (fault := _put_under(entry, stored[entry.line]))]
    db.session.flush()
    parents = read_parents()
    lines = {tag.id: line for line, tag in stored.items()}
    return faults + [
        Fault(lines.get(tag_id, 0), "circle") for tag_id in parents if is_circle(parents, tag_id)
    ]


def _put_under(entry: Entry, tag: Tag) -> Fault | None:
    meant = find_topics(entry.broader) if entry.broader else ()
    if entry.broader and tag.kind != TagKind.TOPIC:
        return Fault(entry.line, "only_topics", entry.broader)
    if entry.broader and len(meant) != 1:
        return Fault(entry.line, "no_topic", entry.broader)
    tag.parent_id = meant[0].id if meant else None
    return None


def _relate(entries: Sequence[Entry], stored: _Stored) -> list[Fault]:
    """Relate topics: what either of two says that is not so yet is done."""
    found: list[Fault] = []
    pairs = read_related_pairs()
    changed: _Pairs = set()
    for entry in entries:
        if "related" in entry.given:
            tag = stored[entry.line]
            wanted, faults = _read_related(entry, tag)
            found += faults
            own = {pair for pair in pairs if tag.id in pair}
            changed |= own ^ {make_pair(tag.id, other) for other in wanted}
    return found or _store_pairs(changed & pairs, changed - pairs, stored)


def _store_pairs(dropped: _Pairs, added: _Pairs, stored: _Stored) -> list[Fault]:
    close = set(find_close_pairs(read_parents(), (read_related_pairs() - dropped) | added))
    drop_pairs(dropped)
    add_pairs(added - close)
    lines = {tag.id: line for line, tag in stored.items()}
    return [
        Fault(lines.get(first, lines.get(second, 0)), "close") for first, second in sorted(close)
    ]


def _read_related(entry: Entry, tag: Tag) -> tuple[set[int], list[Fault]]:
    wanted: set[int] = set()
    faults = []
    for words in filter(str.strip, entry.term.related):
        meant = find_topics(words)
        if len(meant) == 1 and tag.kind == TagKind.TOPIC:
            wanted.add(meant[0].id)
        else:
            faults.append(Fault(entry.line, "no_topic", words))
    return wanted, faults
