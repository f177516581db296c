"""Know of each generation of the index, in memory, what facets and rights are counted from.

Segments never change once they are written, so what was read of one serves until it is merged
away; a commit of one article then costs the reading of one small segment.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wiki.search.compounds import Splitter
from wiki.search.schema import BODY, HEADINGS, SUMMARY, TITLE
from wiki.search.schema import field as field_name

# The fields whose every value is held as the set of its documents.
GROUP_FIELDS = ("audience", "language", "kind", "tag")
_NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Entry:
    """Hold what the index stores of one document: ids, and when it was published (Unix time)."""

    article_id: int
    revision_id: int
    published_seconds: int


@dataclass(frozen=True)
class SegmentFacts:
    """Hold what one segment says; documents are numbered from 0 in it."""

    entries: Mapping[int, Entry]
    groups: Mapping[str, Mapping[str, frozenset[int]]]
    swedish: tuple[str, ...]  # the stems of its Swedish texts, each reversed, sorted


def read_segment(reader: Any) -> SegmentFacts:
    """Read the facts of one segment from its Whoosh reader."""
    entries = {
        number: Entry(int(stored["article_id"]), stored["revision_id"], stored["published_seconds"])
        for number, stored in reader.iter_docs()
    }
    groups = {name: _read_group(reader, name) for name in GROUP_FIELDS}
    swedish: set[str] = set()
    for name in (TITLE, SUMMARY, HEADINGS, BODY):
        swedish.update(reader.field_terms(field_name(name, "sv")))
    return SegmentFacts(entries, groups, tuple(sorted(stem[::-1] for stem in swedish)))


def _read_group(reader: Any, name: str) -> dict[str, frozenset[int]]:
    return {
        value: frozenset(reader.postings(name, value).all_ids())
        for value in reader.field_terms(name)
    }


@dataclass
class Snapshot:
    """Hold one generation's facts, its documents numbered as the whole index numbers them."""

    entries: dict[int, Entry] = field(default_factory=dict)
    groups: dict[str, dict[str, set[int]]] = field(
        default_factory=lambda: {name: {} for name in GROUP_FIELDS}
    )
    _swedish: list[tuple[str, ...]] = field(default_factory=list)
    splitter: Splitter = field(init=False)

    def __post_init__(self) -> None:
        self.splitter = Splitter(self.is_stem)

    def add(self, facts: SegmentFacts, offset: int, deleted: set[int]) -> None:
        """Take in a segment whose first document has the number `offset`."""
        for number, entry in facts.entries.items():
            if number not in deleted:
                self.entries[offset + number] = entry
        for name, values in facts.groups.items():
            for value, numbers in values.items():
                documents = self.groups[name].setdefault(value, set())
                documents.update(offset + number for number in numbers - deleted)
        self._swedish.append(facts.swedish)

    def documents(self, group: str, value: str) -> set[int] | frozenset[int]:
        """Return the documents that bear `value`."""
        return self.groups[group].get(value, _NOTHING)

    def values(self, group: str) -> dict[str, set[int]]:
        """Return every value of a group with its documents."""
        return self.groups[group]

    def is_stem(self, stem: str) -> bool:
        """Tell whether some Swedish text holds a word of this stem."""
        wanted = stem[::-1]
        for words in self._swedish:
            place = bisect_left(words, wanted)
            if place < len(words) and words[place] == wanted:
                return True
        return False

    def split(self, word: str) -> tuple[str, ...]:
        """Return the stems of the parts of a compound, or nothing."""
        return self.splitter.split(word)

    def stems_ending_with(self, stem: str, longer_by: int) -> list[str]:
        """Return the Swedish stems that end with `stem`, at least `longer_by` letters longer."""
        found: set[str] = set()
        wanted = stem[::-1]
        for words in self._swedish:
            for place in range(bisect_left(words, wanted), len(words)):
                word = words[place]
                if not word.startswith(wanted):
                    break
                if len(word) >= len(wanted) + longer_by:
                    found.add(word[::-1])
        return sorted(found, key=lambda word: (len(word), word))
