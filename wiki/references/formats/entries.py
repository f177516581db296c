"""One entry of a pasted text: a source, or what is wrong with it."""

from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wiki.references.csl import check_item
from wiki.references.faults import Fault


class Lines:
    """Knows in which line a place of a text is, without counting from its beginning each time."""

    def __init__(self, text: str) -> None:
        """Look once where lines end."""
        self._ends = [place for place, sign in enumerate(text) if sign == "\n"]

    def at(self, place: int) -> int:
        """Return the line of a place, from 1."""
        return bisect(self._ends, place - 1) + 1


@dataclass(frozen=True)
class ReadSource:
    """An entry with the line where it begins: either `item` or `fault` is there."""

    line: int
    item: Mapping[str, Any] | None = None
    fault: Fault | None = None


def check_entry(line: int, raw: object, lines: Mapping[str, int] | None = None) -> ReadSource:
    """Return the entry with a checked item, or with its fault at the line of the wrong variable."""
    try:
        return ReadSource(line, check_item(raw))
    except Fault as fault:
        return ReadSource(line, fault=fault.at((lines or {}).get(fault.field, line)))
