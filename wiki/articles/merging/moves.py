"""Find what a merge by lines would do to lines that both sides moved or took out.

Line by line, a move is a deletion here and an addition there. Of a paragraph that two people move
to different places, one copy would stand in each; what one moves and the other deletes would come
back; and of two equal lines, of which each side deletes another one, none would be left.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

# Blank lines, rules and fences say too little about which line they were.
_WORDS = re.compile(r"[^\W_]")


class Versions(Protocol):
    """The three versions of a place of a text, as lines."""

    @property
    def base(self) -> list[str]:
        """Return what both began with."""

    @property
    def mine(self) -> list[str]:
        """Return what the one made of it."""

    @property
    def theirs(self) -> list[str]:
        """Return what the other made of it."""


# A place, and the lines that a merge puts there; None for a conflict.
Piece = tuple[Versions, list[str] | None]


@dataclass
class _Counts:
    """How often lines stand in the three versions, and at least and at most in what is merged."""

    base: Counter[str] = field(default_factory=Counter)
    mine: Counter[str] = field(default_factory=Counter)
    theirs: Counter[str] = field(default_factory=Counter)
    least: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)

    def add(self, piece: Piece) -> None:
        """Count the lines of a place."""
        place, merged = piece
        mine, theirs = Counter(place.mine), Counter(place.theirs)
        self.base.update(place.base)
        self.mine.update(mine)
        self.theirs.update(theirs)
        self.least.update(mine & theirs if merged is None else merged)
        self.most.update(mine | theirs if merged is None else merged)

    def is_doubled(self, line: str) -> bool:
        """Return whether a line would stand more often than the one side wants that changed it."""
        base, mine, theirs = self.base[line], self.mine[line], self.theirs[line]
        if base not in (mine, theirs):
            return False
        return self.most[line] > (theirs if mine == base else mine)

    def is_gone(self, line: str) -> bool:
        """Return whether a line would stand less often than either side has it."""
        return self.least[line] < min(self.mine[line], self.theirs[line])


def find_disputed(pieces: Sequence[Piece]) -> set[int]:
    """Return the numbers of the places that a person has to settle, although they are merged."""
    counts = _Counts()
    changed = {number: piece for number, piece in enumerate(pieces) if _is_changed(piece[0])}
    for piece in changed.values():
        counts.add(piece)
    lines = list(filter(_WORDS.search, counts.base))
    doubled, gone = set(filter(counts.is_doubled, lines)), set(filter(counts.is_gone, lines))
    if not doubled and not gone:
        return set()
    return {number for number, piece in changed.items() if _is_disputed(piece, doubled, gone)}


def _is_changed(place: Versions) -> bool:
    return not place.base == place.mine == place.theirs


def _is_disputed(piece: Piece, doubled: set[str], gone: set[str]) -> bool:
    """Return whether one side alone adds a line that is doubled, or takes out one that is gone."""
    place, merged = piece
    if merged is None or place.mine == place.theirs:
        return False
    before, after = Counter(place.base), Counter(merged)
    return not doubled.isdisjoint(after - before) or not gone.isdisjoint(before - after)
