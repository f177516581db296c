"""Compare two texts by line and, within changed lines, word by word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from wiki.revisions.align import Budget, Match, align
from wiki.revisions.likeness import pair_lines
from wiki.revisions.tokens import TOKEN, show_unseen

# How many unchanged lines stay visible around a change.
CONTEXT_LINES = 3

# No real article has more lines. Beyond this, a row per line would take seconds, so the middle of
# such texts is shown as a single block.
MAX_LINES = 15_000

# How many words, punctuation marks and blanks are compared in changed lines, over the whole text;
# later lines show only where their change begins and ends.
MAX_TOKENS = 80_000


@dataclass(frozen=True, slots=True)
class DiffSegment:
    """A piece of a line that is in both texts or in only one of them."""

    kind: Literal["equal", "insert", "delete"]
    text: str

    @property
    def visible(self) -> str:
        """Return the text, if it was changed with symbols for what would not be seen in it."""
        return self.text if self.kind == "equal" else show_unseen(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A line before and after the change; a side without the line has no number.

    In a coarse comparison a row may have several lines; the numbers are those of the first.
    """

    kind: Literal["equal", "changed", "added", "removed"]
    old_number: int | None
    new_number: int | None
    old_segments: tuple[DiffSegment, ...]
    new_segments: tuple[DiffSegment, ...]

    @property
    def inline_segments(self) -> tuple[DiffSegment, ...]:
        """Return both sides as a single line: deleted text before inserted text."""
        if self.kind != "changed":
            return self.old_segments or self.new_segments
        merged: list[DiffSegment] = []
        new = iter(self.new_segments)
        for segment in self.old_segments:
            if segment.kind == "equal":
                merged.extend(_until_equal(new))
            merged.append(segment)
        return (*merged, *new)

    @property
    def line_count(self) -> int:
        """Return the number of lines in the row: 1 except in a coarse comparison."""
        text = "".join(segment.text for segment in self.old_segments or self.new_segments)
        return text.count("\n") + (not text.endswith("\n"))


def _until_equal(segments: Iterator[DiffSegment]) -> Iterator[DiffSegment]:
    """Yield the segments before the next equal segment, and skip that segment."""
    for segment in segments:
        if segment.kind == "equal":
            return
        yield segment


@dataclass(frozen=True, slots=True)
class Fold:
    """A run of unchanged lines that is not shown."""

    count: int
    kind: Literal["fold"] = "fold"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every line of two texts; `is_coarse` means that not all similarities were looked for."""

    rows: tuple[Row, ...]
    is_coarse: bool = False

    @property
    def is_equal(self) -> bool:
        """Return whether both texts are the same."""
        return all(row.kind == "equal" for row in self.rows)

    def folded(self, context: int = CONTEXT_LINES) -> tuple[Row | Fold, ...]:
        """Return the changed rows with the rows around them, and folds for the rest."""
        near: set[int] = set()
        for at, row in enumerate(self.rows):
            if row.kind != "equal":
                near.update(range(at - context, at + context + 1))
        shown: list[Row | Fold] = []
        hidden: list[Row] = []
        for at, row in enumerate(self.rows):
            if at in near:
                shown.extend(_fold(hidden))
                hidden = []
                shown.append(row)
            else:
                hidden.append(row)
        return (*shown, *_fold(hidden))


def _fold(rows: list[Row]) -> list[Row | Fold]:
    """Fold the rows, but leave a single line, which is no longer than its fold."""
    count = sum(row.line_count for row in rows)
    if count < 2:
        return list(rows)
    return [Fold(count)]


def compare_texts(old: str, new: str) -> Comparison:
    """Compare two texts; the joined segments of either side are exactly that side's text.

    The work is limited for any texts: two of 256 kB take less than a second.
    """
    old_lines, new_lines = _lines(old), _lines(new)
    if max(len(old_lines), len(new_lines)) > MAX_LINES:
        return _compare_blocks(old_lines, new_lines)
    return _Comparer(old_lines, new_lines).compare()


def _lines(text: str) -> list[str]:
    """Split at line feeds only; each line includes its line feed."""
    *lines, last = text.split("\n")
    ended = [line + "\n" for line in lines]
    return [*ended, last] if last else ended


def compare_values(old: object, new: object) -> Comparison:
    """Compare two single values, such as titles or facts; each item of a list is a line."""
    return compare_texts(_as_text(old), _as_text(new))


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(str(item) for item in value)
    return str(value)


def compare_fields(
    old: Mapping[str, object], new: Mapping[str, object]
) -> tuple[tuple[str, Comparison], ...]:
    """Compare named values, such as facts; return the name and comparison of those that differ."""
    names = dict.fromkeys([*old, *new])
    compared = ((name, compare_values(old.get(name), new.get(name))) for name in names)
    return tuple((name, comparison) for name, comparison in compared if not comparison.is_equal)


class _Comparer:
    """Turn two lists of lines into rows, within a budget."""

    def __init__(self, old: list[str], new: list[str]) -> None:
        self.old, self.new = old, new
        self.budget = Budget()
        self.tokens_left = MAX_TOKENS
        self.rows: list[Row] = []

    def compare(self) -> Comparison:
        """Make the rows of both texts."""
        at_old = at_new = 0
        matches = align(self.old, self.new, self.budget)
        for match in (*matches, Match(len(self.old), len(self.new), 0)):
            self._add_block(at_old, match.old, at_new, match.new)
            for i in range(match.length):
                self._add_equal(match.old + i, match.new + i)
            at_old, at_new = match.old + match.length, match.new + match.length
        return Comparison(tuple(self.rows), self.budget.was_exceeded)

    def _add_equal(self, old: int, new: int) -> None:
        segments = (DiffSegment("equal", self.old[old]),)
        self.rows.append(Row("equal", old + 1, new + 1, segments, segments))

    def _add_block(self, old: int, old_end: int, new: int, new_end: int) -> None:
        """Add the rows of a block where no line of either side equals a line of the other."""
        pairs = pair_lines(
            [TOKEN.findall(line) for line in self.old[old:old_end]],
            [TOKEN.findall(line) for line in self.new[new:new_end]],
            self.budget,
        )
        for pair in (*((old + i, new + j) for i, j in pairs), (old_end, new_end)):
            self._add_one_sided(old, pair[0], new, pair[1])
            if pair != (old_end, new_end):
                self._add_changed(*pair)
            old, new = pair[0] + 1, pair[1] + 1

    def _add_one_sided(self, old: int, old_end: int, new: int, new_end: int) -> None:
        for i in range(old, old_end):
            self.rows.append(Row("removed", i + 1, None, (DiffSegment("delete", self.old[i]),), ()))
        for j in range(new, new_end):
            self.rows.append(Row("added", None, j + 1, (), (DiffSegment("insert", self.new[j]),)))

    def _add_changed(self, old: int, new: int) -> None:
        old_tokens, new_tokens = TOKEN.findall(self.old[old]), TOKEN.findall(self.new[new])
        self.tokens_left -= len(old_tokens) + len(new_tokens)
        if self.tokens_left < 0:
            self.budget.was_exceeded = True
        budget = self.budget if self.tokens_left >= 0 else Budget(0)
        sides = _segments(old_tokens, new_tokens, align(old_tokens, new_tokens, budget))
        self.rows.append(Row("changed", old + 1, new + 1, *sides))


def _segments(
    old: list[str], new: list[str], matches: list[Match]
) -> tuple[tuple[DiffSegment, ...], tuple[DiffSegment, ...]]:
    """Split both sides of a changed line at the matches."""
    old_segments: list[DiffSegment] = []
    new_segments: list[DiffSegment] = []
    at_old = at_new = 0
    for match in (*matches, Match(len(old), len(new), 0)):
        equal = "".join(old[match.old : match.old + match.length])
        end_old, end_new = match.old + match.length, match.new + match.length
        is_edge = match.old + match.new == 0 or (end_old, end_new) == (len(old), len(new))
        if equal.isspace() and not is_edge:
            continue  # A blank between two changed words reads better as part of the change.
        if match.old > at_old:
            old_segments.append(DiffSegment("delete", "".join(old[at_old : match.old])))
        if match.new > at_new:
            new_segments.append(DiffSegment("insert", "".join(new[at_new : match.new])))
        if equal:
            old_segments.append(DiffSegment("equal", equal))
            new_segments.append(old_segments[-1])
        at_old, at_new = end_old, end_new
    return tuple(old_segments), tuple(new_segments)


def _compare_blocks(old: list[str], new: list[str]) -> Comparison:
    """Compare very long texts: their common beginning and end, and the rest as a block."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i] != new[-1 - i]), shorter - head)
    old_end, new_end = len(old) - tail, len(new) - tail
    near_head, near_tail = max(0, head - CONTEXT_LINES), min(tail, CONTEXT_LINES)
    rows = [
        *_block("equal", old, 0, near_head, 0),
        *(row for i in range(near_head, head) for row in _block("equal", old, i, i + 1, i)),
        *_block("removed", old, head, old_end, None),
        *_block("added", new, head, new_end, None),
        *(
            row
            for i in range(near_tail)
            for row in _block("equal", old, old_end + i, old_end + i + 1, new_end + i)
        ),
        *_block("equal", old, old_end + near_tail, len(old), new_end + near_tail),
    ]
    return Comparison(tuple(rows), is_coarse=True)


def _block(
    kind: Literal["equal", "added", "removed"],
    lines: list[str],
    start: int,
    end: int,
    other_start: int | None,
) -> list[Row]:
    """Return a single row of several lines, or no row when there are no lines."""
    if start == end:
        return []
    text = "".join(lines[start:end])
    if kind == "removed":
        return [Row(kind, start + 1, None, (DiffSegment("delete", text),), ())]
    if kind == "added":
        return [Row(kind, None, start + 1, (), (DiffSegment("insert", text),))]
    segments = (DiffSegment("equal", text),)
    return [Row(kind, start + 1, (other_start or 0) + 1, segments, segments)]
