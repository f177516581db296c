"""Split what an amendment changes into hunks, and apply some of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from wiki.revisions.diff import Row, compare_texts


@dataclass(frozen=True)
class Hunk:
    """Changed rows that stand together; `number` counts from 0, `line` is in the text before."""

    number: int
    line: int
    rows: Sequence[Row]


def split_hunks(before: str, after: str) -> list[Hunk]:
    """Return what differs between two texts, in order."""
    hunks: list[Hunk] = []
    line = 1
    for is_equal, rows in _runs(before, after):
        if not is_equal:
            hunks.append(Hunk(len(hunks), line, rows))
        line += sum(_old(row).count("\n") for row in rows)
    return hunks


def apply_hunks(before: str, after: str, chosen: Collection[int]) -> str:
    """Return the text before with the chosen hunks: with all of them it is the text after."""
    pieces: list[str] = []
    number = 0
    for is_equal, rows in _runs(before, after):
        takes_new = not is_equal and number in chosen
        pieces += [_new(row) if takes_new else _old(row) for row in rows]
        number += not is_equal
    return "".join(pieces)


def _runs(before: str, after: str) -> list[tuple[bool, list[Row]]]:
    rows = compare_texts(before, after).rows
    return [
        (is_equal, list(run)) for is_equal, run in groupby(rows, lambda row: row.kind == "equal")
    ]


def _old(row: Row) -> str:
    return "".join(segment.text for segment in row.old_segments)


def _new(row: Row) -> str:
    return "".join(segment.text for segment in row.new_segments)
