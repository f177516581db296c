"""Merge two versions of the same text (three-way), and find their conflicts."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wiki.articles.merging.moves import find_disputed
from wiki.markup.parse import blank_code
from wiki.revisions.align import STEP_LIMIT, Budget, Match, align

# Two edits in the same line are merged when at least this many unchanged words are between them:
# closer edits probably belong to the same thought, and a person has to read them together.
WORDS_BETWEEN = 3

# No more lines than this are merged word by word: no author would read them all again.
MOST_COMBINED = 500

_WORD = re.compile(r"\S+\s*|\s+")
_MARKERS = re.compile(r"^(?:<{7}|>{7}) .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed: each version as whole lines, "" where it has none."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged text, split at its conflicts.

    `combined` are the lines that were merged word by word, for the author to read again.
    """

    parts: tuple[str | Conflict, ...]
    combined: tuple[str, ...] = ()
    newline: str = "\n"

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the places that a person has to merge."""
        return tuple(part for part in self.parts if isinstance(part, Conflict))

    @property
    def is_clean(self) -> bool:
        """Return whether there are no conflicts."""
        return not self.conflicts

    @property
    def whole(self) -> str:
        """Return the text with both versions of each conflict, to be looked at."""
        return self.joined([found.mine + found.theirs for found in self.conflicts])

    def joined(self, settled: Sequence[str]) -> str:
        """Return the text, with what was settled in place of each conflict, in their order."""
        rest = iter(settled)
        return "".join(part if isinstance(part, str) else next(rest) for part in self.parts)


def has_markers(text: str) -> bool:
    """Return whether marker lines of a merge are left in a text, which another program wrote.

    In code they are an example.
    """
    return bool(_MARKERS.search(text)) and _MARKERS.search(blank_code(text)) is not None


# What the lines of a place are together, as the base, mine and theirs have them; None: a conflict.
Join = Callable[[list[str], list[str], list[str]], list[str] | None]


def merge_texts(base: str, mine: str, theirs: str, *, join: Join | None = None) -> Merge:
    """Merge two versions of `base` line by line.

    Edits that overlap or touch are a conflict, as in diff3, unless both are the same, are far
    enough apart within a line, or are what `join` can put together. So are two moves of the same
    line, and a move of what the other side deletes. What cannot be compared within the limit of
    work becomes a conflict too, so that nothing is ever lost.
    """
    newline, texts = _with_line_feeds(base, mine, theirs)
    versions = _Versions(*(text.split("\n") for text in texts))
    # Both sides get the same budget, so that neither is at an advantage.
    budgets = Budget(STEP_LIMIT // 2), Budget(STEP_LIMIT // 2)
    pieces: list[tuple[_Versions, list[str] | None]] = []
    combined: list[str] = []
    for cluster in versions.clusters(budgets, distance=0):
        resolved = cluster.agreed()
        if resolved is None and cluster.has_one_line and len(combined) < MOST_COMBINED:
            resolved = _join_words(cluster, budgets)
            combined.extend(resolved or ())
        if resolved is None and join is not None:
            resolved = join(cluster.base, cluster.mine, cluster.theirs)
        pieces.append((cluster, resolved))
    return Merge(tuple(filter(None, _parts(pieces, newline))), tuple(combined), newline)


def _with_line_feeds(*texts: str) -> tuple[str, list[str]]:
    """Return the line ending that the result should have, and the texts with line feeds.

    A browser sends CRLF for what was stored with LF, which must not count as a change to every
    line. Texts are left as they are when any of them mixes both.
    """
    base, mine, theirs = (_newline(text) for text in texts)
    if "mixed" in (base, mine, theirs):
        return "\n", list(texts)
    changed = {newline for newline in (mine, theirs) if newline and newline != base}
    newline = changed.pop() if len(changed) == 1 else (base or "\n")
    return newline, [text.replace("\r\n", "\n") for text in texts]


def _newline(text: str) -> str:
    """Return the line ending of a text, or "mixed"; "" when there is only a single line."""
    with_return, all_ends = text.count("\r\n"), text.count("\n")
    if with_return and with_return != all_ends:
        return "mixed"
    return "\r\n" if with_return else "\n" * bool(all_ends)


@dataclass(frozen=True, slots=True)
class _Versions:
    """The three versions of the same section of a text, as lines or words."""

    base: list[str]
    mine: list[str]
    theirs: list[str]

    @property
    def has_one_line(self) -> bool:
        return len(self.base) == len(self.mine) == len(self.theirs) == 1

    def agreed(self) -> list[str] | None:
        """Return the result if at most one side changed the section or both did the same."""
        if self.mine in (self.theirs, self.base):
            return self.theirs
        return self.mine if self.theirs == self.base else None

    def clusters(self, budgets: tuple[Budget, Budget], distance: int) -> Iterator["_Versions"]:
        """Yield the three versions section by section: unchanged, changed, unchanged, ...

        Edits with at most `distance` unchanged elements between them are in the same section.
        """
        at = [0, 0, 0]
        edits = _edits(self.base, self.mine, budgets[0], 1)
        edits += _edits(self.base, self.theirs, budgets[1], 2)
        for group in _grouped(sorted(edits), distance):
            yield self._cut(at, [group.start - at[0]] * 3)
            yield self._cut(at, [group.end - at[0] + shift for shift in (0, *group.shifts)])
        yield self._cut(at, [len(self.base) - at[0]] * 3)

    def _cut(self, at: list[int], lengths: list[int]) -> "_Versions":
        """Return the next elements of each version, and advance `at`."""
        start = list(at)
        at[:] = [place + length for place, length in zip(at, lengths, strict=True)]
        return _Versions(
            self.base[start[0] : at[0]], self.mine[start[1] : at[1]], self.theirs[start[2] : at[2]]
        )


# (start in the base, end in the base, by how much the text grows, side: 1 mine, 2 theirs)
_Edit = tuple[int, int, int, int]


def _edits(base: list[str], version: list[str], budget: Budget, side: int) -> list[_Edit]:
    edits = []
    at_base = at_side = 0
    for match in (*align(base, version, budget), Match(len(base), len(version), 0)):
        removed, inserted = match.old - at_base, match.new - at_side
        if removed or inserted:
            edits.append((at_base, match.old, inserted - removed, side))
        at_base, at_side = match.old + match.length, match.new + match.length
    return edits


@dataclass(slots=True)
class _Group:
    """Edits that are too close together to be merged separately."""

    start: int
    end: int
    shifts: list[int]


def _grouped(edits: list[_Edit], distance: int) -> list[_Group]:
    groups: list[_Group] = []
    for start, end, shift, side in edits:
        if not groups or start > groups[-1].end + distance:
            groups.append(_Group(start, end, [0, 0]))
        groups[-1].end = max(groups[-1].end, end)
        groups[-1].shifts[side - 1] += shift
    return groups


def _join_words(line: _Versions, budgets: tuple[Budget, Budget]) -> list[str] | None:
    """Merge both versions of a line if their edits are far enough apart, or return None."""
    words = _Versions(*(_WORD.findall(side[0]) for side in (line.base, line.mine, line.theirs)))
    joined: list[str] = []
    for cluster in words.clusters(budgets, distance=WORDS_BETWEEN - 1):
        agreed = cluster.agreed()
        if agreed is None:
            return None
        joined += agreed
    return ["".join(joined)]


def _parts(
    pieces: Sequence[tuple[_Versions, list[str] | None]], newline: str
) -> Iterator[str | Conflict]:
    """Yield text and conflicts in turn; the last line of the text has no line ending."""
    disputed = find_disputed(pieces)
    lines: list[str] = []
    for number, (piece, resolved) in enumerate(pieces):
        if resolved is not None and number not in disputed:
            lines += resolved
            continue
        yield _whole_lines(lines, newline)
        lines = []
        sides = (_whole_lines(side, newline) for side in (piece.base, piece.mine, piece.theirs))
        yield Conflict(*sides)
    yield newline.join(lines)


def _whole_lines(lines: list[str], newline: str) -> str:
    return "".join(line + newline for line in lines)


@dataclass(frozen=True, slots=True)
class ValueConflict:
    """A value that both sides changed; None means no value."""

    base: object
    mine: object
    theirs: object


@dataclass(frozen=True, slots=True)
class ValueMerge:
    """A merged value, or a mapping of merged values; a conflict leaves the value of `mine`.

    Conflicts have the names of the mapping; the conflict of a single value has the name "".
    """

    value: Any
    conflicts: Mapping[str, ValueConflict]

    @property
    def is_clean(self) -> bool:
        """Return whether there are no conflicts."""
        return not self.conflicts


def merge_values(base: Any, mine: Any, theirs: Any) -> ValueMerge:
    """Merge single values, such as titles, or mappings of values by name, such as facts.

    A value is merged as a whole, even a list. In a mapping, a missing name is the same as a value
    of None.
    """
    versions = (base, mine, theirs)
    if not all(isinstance(version, Mapping) for version in versions):
        value, conflict = _merge_value(base, mine, theirs)
        return ValueMerge(value, {"": conflict} if conflict else {})
    values: dict[str, object] = {}
    conflicts: dict[str, ValueConflict] = {}
    for name in dict.fromkeys(name for version in versions for name in version):
        value, conflict = _merge_value(*(version.get(name) for version in versions))
        if conflict:
            conflicts[name] = conflict
        if value is not None:
            values[name] = value
    return ValueMerge(values, conflicts)


def _merge_value(base: object, mine: object, theirs: object) -> tuple[object, ValueConflict | None]:
    if mine in (base, theirs):
        return theirs, None
    return mine, None if theirs == base else ValueConflict(base, mine, theirs)
