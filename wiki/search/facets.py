"""Count what the hits are about, exactly, from the sets each generation keeps in memory."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from wiki.search.request import FACETS

Documents = set[int]


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
    found: Documents,
    chosen: Mapping[str, str],
    documents_with: Callable[[str, str], Collection[int]],
    but: str = "",
) -> Documents:
    """Return those of `found` that fit the chosen filters, all `but` one."""
    for name, value in chosen.items():
        if name != but:
            found = found.intersection(documents_with(name, value))
    return found


def count_facets(
    found: Documents,
    chosen: Mapping[str, str],
    values_of: Callable[[str], Mapping[str, Collection[int]]],
    documents_with: Callable[[str, str], Collection[int]],
) -> tuple[Facet, ...]:
    """Count each facet's values, most frequent first, among hits that fit the other filters.

    `found` holds one document for each article, before any filter; so the counts of a facet that
    is chosen tell what its other values would give.
    """
    return tuple(
        Facet(
            name,
            _count(
                apply_filters(found, chosen, documents_with, but=name),
                values_of(name),
                chosen.get(name, ""),
            ),
        )
        for name in FACETS
    )


def _count(
    found: Documents, values: Mapping[str, Collection[int]], chosen: str
) -> tuple[FacetValue, ...]:
    counted: Iterable[FacetValue] = (
        FacetValue(value, len(found.intersection(documents)), value == chosen)
        for value, documents in values.items()
    )
    shown = [one for one in counted if one.count or one.is_chosen]
    return tuple(sorted(shown, key=lambda one: (-one.count, one.value)))
