"""Filter hits, and count exactly how many have each value, from arrays in memory."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from wiki.search.language.analysis import is_searchable
from wiki.search.ranking.phrases import with_phrase, with_title_words
from wiki.search.ranking.query import Filter, Question
from wiki.search.ranking.request import FACETS
from wiki.search.segments.arrays import Array, Numbers
from wiki.search.segments.snapshot import Snapshot

PLAIN_FACETS = frozenset({"kind", "language", "year"})

# The values of a field, and two arrays of pairs: a document, and the place of a value that it has.
GroupValues = tuple[Sequence[str], Numbers, Numbers]


# Finds the tags that a filter means: (name of the filter, what the reader typed) -> slugs.
ResolveTags = Callable[[str, str], Collection[str]]


@dataclass(frozen=True)
class TagLookup:
    """What is needed to know of tags: kind and number of each slug, and the meaning of words."""

    kinds: Mapping[str, str]
    numbers: Mapping[str, int]
    resolve: ResolveTags


@dataclass(frozen=True)
class FacetValue:
    """A value that a reader can choose: as it is in the URL, and how many hits have it."""

    value: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One way to narrow down the hits."""

    name: str
    values: tuple[FacetValue, ...]


def apply_filters(
    found: Array,
    chosen: Mapping[str, str],
    having: Callable[[str, str], Array],
    without: str = "",
) -> Array:
    """Return which of `found` fit the chosen filters; the filter `without` is ignored."""
    for name, value in chosen.items():
        if name != without:
            found = found & having(name, value)
    return found


def count_facets(
    found: Array,
    chosen: Mapping[str, str],
    values_of: Callable[[str], GroupValues],
    having: Callable[[str, str], Array],
    numbers: Mapping[str, int],
) -> tuple[Facet, ...]:
    """Count the values of each facet among the hits that fit the filters of all other facets.

    So the counts of a facet with a chosen value tell what its other values would give. `found` is
    one document of each article, before any filter. The most frequent value comes first; equals
    are in the order of their `numbers`, then of their names. Years start with the latest.
    """
    # Universities and topics are both tags, so one count of all tags serves both.
    counted: dict[tuple[int, str], list[int]] = {}
    facets = []
    for name in FACETS:
        values, documents, places = values_of(name)
        without = name if name in chosen else ""
        counts = counted.get((id(documents), without))
        if counts is None:
            fitting = apply_filters(found, chosen, having, without)
            counts = np.bincount(places[fitting[documents]], minlength=len(values)).tolist()
            counted[id(documents), without] = counts
        shown = _list_values(values, counts, chosen.get(name, ""))
        if name == "year":
            shown.sort(key=lambda entry: entry.value, reverse=True)
        else:
            shown.sort(key=lambda entry: (-entry.count, numbers.get(entry.value, inf), entry.value))
        facets.append(Facet(name, tuple(shown)))
    return tuple(facets)


def _list_values(values: Sequence[str], counts: Sequence[int], chosen: str) -> list[FacetValue]:
    return [
        FacetValue(value, count, value == chosen)
        for value, count in zip(values, counts, strict=True)
        if value and (count or value == chosen)
    ]


def having(snapshot: Snapshot, lookup: TagLookup, name: str, value: str) -> Array:
    """Return which documents have a value of a facet."""
    is_tag = name not in PLAIN_FACETS
    if is_tag and lookup.kinds.get(value) != name:
        return np.zeros(snapshot.size, np.bool_)
    return snapshot.mask("tag" if is_tag else name, value)


def group_values(snapshot: Snapshot, lookup: TagLookup, name: str) -> GroupValues:
    """Return the values of a facet, and which documents have them."""
    if name in PLAIN_FACETS:
        return snapshot.group_values(name)
    values, documents, places = snapshot.group_values("tag")
    of_kind = [slug if lookup.kinds.get(slug) == name else "" for slug in values]
    return of_kind, documents, places


def restrict(found: Array, question: Question, snapshot: Snapshot, lookup: TagLookup) -> Array:
    """Return what fits the phrases, titles, filters and exclusions that the reader typed."""
    for phrase in question.phrases:
        if any(is_searchable(word) for word in phrase):
            found = found & with_phrase(snapshot, phrase)
    for title in question.titles:
        if any(is_searchable(word) for word in title):
            found = found & with_title_words(snapshot, title)
    for unwanted in question.excluded:
        found = found & ~with_phrase(snapshot, unwanted)
    for condition in question.filters:
        fitting = _fitting(condition, snapshot, lookup)
        found = found & (~fitting if condition.is_excluded else fitting)
    return found


def _fitting(condition: Filter, snapshot: Snapshot, lookup: TagLookup) -> Array:
    if condition.name in PLAIN_FACETS:
        return snapshot.mask(condition.name, condition.value)
    fitting = np.zeros(snapshot.size, np.bool_)
    for slug in lookup.resolve(condition.name, condition.value):
        fitting[snapshot.documents("tag", slug)] = True
    return fitting
