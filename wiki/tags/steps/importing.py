"""Store the terms of a file, all or none; the caller checks permissions and commits."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wiki.accounts.queries import may_edit_university
from wiki.accounts.viewer import Viewer
from wiki.clock import now
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.tags.formats.entries import Fault, FileFault, TermEntry
from wiki.tags.models import Tag, TagKind, WordKind
from wiki.tags.queries import read_parents, read_related_pairs
from wiki.tags.steps.checks import check_term
from wiki.tags.steps.others import Others, read_others
from wiki.tags.steps.relations import add_pairs, drop_pairs
from wiki.tags.steps.terms import describe_tag, put_all_words, put_fields, term_of
from wiki.tags.terms import OWN_WORDS, Term, word_key
from wiki.tags.tree import find_close_pairs, is_circle, make_pair

_Pairs = set[tuple[int, int]]
_Stored = dict[int, Tag]


def list_entries() -> list[TermEntry]:
    """Return all terms as a file has them."""
    tags = _read_tags()
    slugs = {tag.id: tag.slug for tag in tags}
    related = _read_related_slugs(tags)
    return [
        TermEntry(
            _term(tag, related[tag.id]),
            slugs.get(tag.parent_id or 0, ""),
            tag.retired_at is not None,
        )
        for tag in tags
    ]


def _read_tags() -> Sequence[Tag]:
    """Return all terms with their words."""
    return db.session.scalars(
        select(Tag)
        .options(selectinload(Tag.synonyms), selectinload(Tag.near_words))
        .order_by(Tag.kind.desc(), Tag.number, Tag.slug)
    ).all()


def _read_related_slugs(tags: Sequence[Tag]) -> Mapping[int, list[str]]:
    """Return the slugs of the topics that are related to each of these, in their order."""
    slugs = {tag.id: tag.slug for tag in tags}
    related: dict[int, list[str]] = defaultdict(list)
    for first, second in read_related_pairs():
        related[first].append(slugs[second])
        related[second].append(slugs[first])
    return defaultdict(list, {tag_id: sorted(found) for tag_id, found in related.items()})


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
        related=tuple(related),
        website=tag.website,
        contact=tag.contact,
        number=tag.number,
    )


def store_entries(entries: Sequence[TermEntry], viewer: Viewer) -> _Stored:
    """Store the terms of a file, and return them by line; raise FileFault with all that is wrong.

    Terms that the file does not name stay as they are, and so do fields that it says nothing of,
    and what a university says of itself that the viewer may not edit. Nobody else can save
    meanwhile, so all is read at once and written at once.
    """
    tags = _read_tags()
    before = _describe(tags)
    stored = _store_all(entries, {tag.slug: tag for tag in tags}, viewer)
    topics = _Topics()
    faults = _place(entries, stored, topics) or _relate(entries, stored, topics)
    if faults:
        raise FileFault(faults)
    db.session.flush()
    for tag_id, description in _describe(tags).items():
        if description != before[tag_id]:
            db.session.get_one(Tag, tag_id).version += 1
    return stored


def _describe(tags: Sequence[Tag]) -> dict[int, dict[str, Any]]:
    related = _read_related_slugs(_read_tags())
    return {tag.id: describe_tag(tag, related[tag.id]) for tag in tags}


def _store_all(entries: Sequence[TermEntry], tags: Mapping[str, Tag], viewer: Viewer) -> _Stored:
    others = read_others()
    stored: _Stored = {}
    words: list[tuple[Tag, Term]] = []
    faults: list[Fault] = []
    # Each term is checked against those before it in the file too, which `others` knows.
    with db.session.no_autoflush:
        for entry in entries:
            try:
                tag, term = _store(entry, tags.get(entry.term.slug), others, viewer)
            except InvalidInput as error:
                messages = error.fields or {"": error.message}
                faults += [Fault(entry.line, f"{name}: {text}") for name, text in messages.items()]
            else:
                stored[entry.line] = tag
                words.append((tag, term))
    if faults:
        raise FileFault(faults)
    put_all_words(words)
    db.session.flush()
    return stored


def _store(entry: TermEntry, tag: Tag | None, others: Others, viewer: Viewer) -> tuple[Tag, Term]:
    """Store a term without its words, which are returned; in its former place, or at the top."""
    term = entry.term
    if tag is None:
        if term.kind != TagKind.TOPIC:
            raise InvalidInput("", {"kind": "only_topics"})
        checked = check_term(replace(term, related=(), parent_id=None), None, others)
        others.replace(-entry.line, None, checked)
        return put_fields(checked), checked
    if term.kind != tag.kind:
        raise InvalidInput("", {"kind": "other_kind"})
    former = term_of(tag, related=())
    fields = entry.given & set(Term.__dataclass_fields__) - {"related", "kind", "slug"}
    fields -= _closed_fields(tag, viewer)
    given = {name: getattr(term, name) for name in fields}
    checked = check_term(replace(former, **given, parent_id=None), tag, others)
    others.replace(tag.id, former, checked)
    _retire(entry, tag)
    # Its place and relations are those of before, until all topics are there.
    return put_fields(replace(checked, parent_id=tag.parent_id), tag), checked


def _retire(entry: TermEntry, tag: Tag) -> None:
    """Let a topic be offered no more, or again, if the file says so."""
    if "retired" in entry.given and entry.is_retired != (tag.retired_at is not None):
        if tag.kind != TagKind.TOPIC:
            raise InvalidInput("", {"retired": "only_topics"})
        tag.retired_at = now() if entry.is_retired else None
        tag.version += 1


def _closed_fields(tag: Tag, viewer: Viewer) -> set[str]:
    """Return the fields that a file does not change: only some may say them of a university."""
    if tag.kind != TagKind.UNIVERSITY:
        return {"website", "contact"}
    return set() if may_edit_university(tag.id, viewer) else set(OWN_WORDS)


class _Topics:
    """The topics as a file can name them: by the address, else by a label."""

    def __init__(self) -> None:
        self._by_slug: dict[str, int] = {}
        self._by_label: dict[str, set[int]] = defaultdict(set)
        columns = Tag.id, Tag.slug, Tag.label_sv, Tag.label_en
        for tag_id, slug, *labels in db.session.execute(
            select(*columns).where(Tag.kind == TagKind.TOPIC)
        ):
            self._by_slug[slug] = tag_id
            for label in labels:
                self._by_label[word_key(label)].add(tag_id)

    def find(self, words: str) -> int | None:
        """Return the topic that some words name, or None if it is none or several."""
        if (exact := self._by_slug.get(words.strip())) is not None:
            return exact
        meant = self._by_label.get(word_key(words), set())
        return next(iter(meant)) if len(meant) == 1 else None


def _place(entries: Sequence[TermEntry], stored: _Stored, topics: _Topics) -> list[Fault]:
    """Put every topic under the one that the file names, when all are there."""
    placed = [entry for entry in entries if "broader" in entry.given or not entry.term.slug]
    faults = [fault for entry in placed if (fault := _put_under(entry, stored[entry.line], topics))]
    db.session.flush()
    parents = read_parents()
    lines = {tag.id: line for line, tag in stored.items()}
    return faults + [
        Fault(lines.get(tag_id, 0), "circle") for tag_id in parents if is_circle(parents, tag_id)
    ]


def _put_under(entry: TermEntry, tag: Tag, topics: _Topics) -> Fault | None:
    if entry.broader and tag.kind != TagKind.TOPIC:
        return Fault(entry.line, "only_topics", entry.broader)
    meant = topics.find(entry.broader) if entry.broader else None
    if entry.broader and meant is None:
        return Fault(entry.line, "no_topic", entry.broader)
    tag.parent_id = meant
    return None


def _relate(entries: Sequence[TermEntry], stored: _Stored, topics: _Topics) -> list[Fault]:
    """Relate topics: what either of two says that is not so yet is done."""
    found: list[Fault] = []
    pairs = read_related_pairs()
    pairs_of: dict[int, _Pairs] = defaultdict(set)
    for pair in pairs:
        for tag_id in pair:
            pairs_of[tag_id].add(pair)
    changed: _Pairs = set()
    for entry in entries:
        if "related" in entry.given:
            tag = stored[entry.line]
            wanted, faults = _read_related(entry, tag, topics)
            found += faults
            changed |= pairs_of[tag.id] ^ {make_pair(tag.id, other) for other in wanted}
    return found or _store_pairs(changed & pairs, changed - pairs, stored)


def _store_pairs(dropped: _Pairs, added: _Pairs, stored: _Stored) -> list[Fault]:
    close = set(find_close_pairs(read_parents(), (read_related_pairs() - dropped) | added))
    drop_pairs(dropped)
    add_pairs(added - close)
    lines = {tag.id: line for line, tag in stored.items()}
    return [
        Fault(lines.get(first, lines.get(second, 0)), "close") for first, second in sorted(close)
    ]


def _read_related(entry: TermEntry, tag: Tag, topics: _Topics) -> tuple[set[int], list[Fault]]:
    wanted: set[int] = set()
    faults = []
    for words in filter(str.strip, entry.term.related):
        meant = topics.find(words)
        if meant is not None and tag.kind == TagKind.TOPIC:
            wanted.add(meant)
        else:
            faults.append(Fault(entry.line, "no_topic", words))
    return wanted, faults
