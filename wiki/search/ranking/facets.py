"""Count what the hits are about, exactly, from what each generation keeps in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from wiki.search.ranking.request import FACETS
from wiki.search.segments.arrays import Array, Numbers

# The values of a facet; and in pairs, a document and the place of a value that it bears.
GroupValues = tuple[Sequence[str], Numbers, Numbers]


@dataclass(frozen=True)
class FacetValue:
    """Hold one value a reader can choose: its name in the address, and how many hits bear it."""

    value: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """Hold one way to narrow the hits down."""

    name: str
    values: tuple[FacetValue, ...]


def apply_filters(
    found: Array,
    chosen: Mapping[str, str],
    bearing: Callable[[str, str], Array],
    but: str = "",
) -> Array:
    """Return which of `found` fit the chosen filters, all `but` one."""
    for name, value in chosen.items():
        if name != but:
            found = found & bearing(name, value)
    return found


def count_facets(
    found: Array,
    chosen: Mapping[str, str],
    values_of: Callable[[str], GroupValues],
    bearing: Callable[[str, str], Array],
    numbers: Mapping[str, int],
) -> tuple[Facet, ...]:
    """Count each facet's values among hits that fit the other filters.

    The most frequent value comes first, equals by their `numbers` and then those without one; of
    the years the latest.

    `found` tells one document of each article, before any filter; so the counts of a facet that
    is chosen tell what its other values would give.
    """
    # Universities and topics are both tags: what is counted of all tags serves them both.
    counted: dict[tuple[int, str], list[int]] = {}
    facets = []
    for name in FACETS:
        values, documents, places = values_of(name)
        but = name if name in chosen else ""
        counts = counted.get((id(documents), but))
        if counts is None:
            fitting = apply_filters(found, chosen, bearing, but)
            counts = np.bincount(places[fitting[documents]], minlength=len(values)).tolist()
            counted[id(documents), but] = counts
        shown = _list_values(values, counts, chosen.get(name, ""))
        if name == "year":
            shown.sort(key=lambda one: one.value, reverse=True)
        else:
            shown.sort(key=lambda one: (-one.count, numbers.get(one.value, inf), one.value))
        facets.append(Facet(name, tuple(shown)))
    return tuple(facets)


def _list_values(values: Sequence[str], counts: Sequence[int], chosen: str) -> list[FacetValue]:
    return [
        FacetValue(value, count, value == chosen)
        for value, count in zip(values, counts, strict=True)
        if value and (count or value == chosen)
    ]
