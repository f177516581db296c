"""Join the notes and other definitions that two people write in one place, as below a text.

Each stands for itself: what two people add under labels of their own goes together, though it is
added in the same place.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from wiki.articles.merging.definitions import Name, find_definitions

_BEGINNING = re.compile(r"[ ]{0,3}\*?\[[^\[\]]+\]:")

Lines = Sequence[str]


class Joiner:
    """Joins places of three versions of a text that hold nothing but definitions."""

    def __init__(self, *texts: str) -> None:
        self._names: Mapping[str, Name] = {
            text[found.start : found.end]: found.name
            for text in (text.replace("\r\n", "\n") for text in texts)
            for found in find_definitions(text)
        }

    def join(self, base: Lines, mine: Lines, theirs: Lines) -> list[str] | None:
        """Return what both versions of a place are together; None where that has to be settled."""
        before, own, other = map(self._read, (base, mine, theirs))
        if before is None or own is None or other is None:
            return None
        blocks = []
        for name in _order(own, other):
            versions = before.get(name), own.get(name), other.get(name)
            if len(set(versions)) == len(versions):
                return None  # both changed it
            blocks.append(versions[2] if versions[1] == versions[0] else versions[1])
        return _lay_out(list(filter(None, blocks)), mine, theirs) if blocks else None

    def _read(self, lines: Lines) -> dict[Name, str] | None:
        """Return the definitions that lines consist of; None where there is something else."""
        starts = [place for place, line in enumerate(lines) if _BEGINNING.match(line)]
        ends = [*starts, len(lines)]
        if any(line.strip() for line in lines[: ends[0]]):
            return None
        found: dict[Name, str] = {}
        for start, end in pairwise(ends):
            block = "\n".join(lines[start:end]).rstrip()
            name = self._names.get(block)
            if name is None or name in found:
                return None
            found[name] = block
        return found


def _order(own: Mapping[Name, str], other: Mapping[Name, str]) -> list[Name]:
    """Return the names of both in one order; none where each has an order of its own."""
    if list(filter(other.__contains__, own)) != list(filter(own.__contains__, other)):
        return []
    order, following = list(other), len(other)
    for name in reversed(list(own)):
        if name in other:
            following = order.index(name)
        else:
            order.insert(following, name)
    return order


def _lay_out(blocks: Sequence[str], *sides: Lines) -> list[str]:
    """Return the lines of definitions, with blank lines around and between them as in the sides."""
    is_spaced = any(re.search(r"\n\s*\n", "\n".join(["x", *lines]).rstrip()) for lines in sides)
    lines: list[str] = []
    for block in blocks:
        lines += [*([""] if lines and is_spaced else []), *block.split("\n")]
    return [*max(map(_blanks, sides)), *lines, *max(_blanks(lines[::-1]) for lines in sides)]


def _blanks(lines: Lines) -> list[str]:
    """Return the blank lines with which lines begin."""
    count = next((place for place, line in enumerate(lines) if line.strip()), 0)
    return [""] * count
