"""What is above what in the tree of topics, and which relations the tree allows."""

from collections.abc import Collection, Iterator, Mapping

Parents = Mapping[int, int | None]


def iterate_above(parents: Parents, tag_id: int) -> Iterator[int]:
    """Yield the topics above one, the nearest first; a circle is gone round once."""
    seen = {tag_id}
    step = parents.get(tag_id)
    while step is not None and step not in seen:
        seen.add(step)
        yield step
        step = parents.get(step)


def list_below(parents: Parents, tag_id: int) -> list[int]:
    """Return the topics below one, at any depth."""
    return [other for other in parents if tag_id in iterate_above(parents, other)]


def is_circle(parents: Parents, tag_id: int) -> bool:
    """Return whether the way up from a topic leads back to a topic that was passed."""
    seen = {tag_id}
    step = parents.get(tag_id)
    while step is not None:
        if step in seen:
            return True
        seen.add(step)
        step = parents.get(step)
    return False


def find_close_pairs(parents: Parents, pairs: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs that cannot be related: one stands above the other, or they are one."""
    return [
        (first, second)
        for first, second in pairs
        if first == second
        or first in iterate_above(parents, second)
        or second in iterate_above(parents, first)
    ]


def make_pair(first: int, second: int) -> tuple[int, int]:
    """Return a pair as it is stored, the lower number first."""
    return (first, second) if first < second else (second, first)
