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

    @property
    def lines(self) -> range:
        """Return its lines in the text before: of what is only added, those around it."""
        count = sum(_old(row).count("\n") or bool(_old(row)) for row in self.rows)
        return range(self.line, self.line + count) if count else range(self.line - 1, self.line + 1)

    @property
    def text(self) -> str:
        """Return what it puts in their place."""
        return "".join(map(_new, self.rows))


@dataclass(frozen=True)
class Change:
    """What differs between two texts: their hunks in order, and all rows in runs."""

    hunks: Sequence[Hunk]
    runs: Sequence[Hunk | Sequence[Row]]

    def apply(self, chosen: Collection[int]) -> str:
        """Return the text before with the chosen hunks: with all of them it is the text after."""
        return "".join(
            (run.text if run.number in chosen else "".join(map(_old, run.rows)))
            if isinstance(run, Hunk)
            else "".join(map(_old, run))
            for run in self.runs
        )

    def touched(self, other: "Change") -> set[int]:
        """Return the numbers of its hunks that the other changes too, or a line next to them."""
        taken = {
            at for hunk in other.hunks for line in hunk.lines for at in range(line - 1, line + 2)
        }
        return {hunk.number for hunk in self.hunks if not taken.isdisjoint(hunk.lines)}


def find_change(before: str, after: str) -> Change:
    """Compare two texts; those of 256 kB take half a second."""
    hunks: list[Hunk] = []
    runs: list[Hunk | Sequence[Row]] = []
    line = 1
    rows = compare_texts(before, after).rows
    for is_equal, group in groupby(rows, lambda row: row.kind == "equal"):
        run = list(group)
        if is_equal:
            runs.append(run)
        else:
            hunks.append(Hunk(len(hunks), line, run))
            runs.append(hunks[-1])
        line += sum(_old(row).count("\n") for row in run)
    return Change(hunks, runs)


def _old(row: Row) -> str:
    return "".join(segment.text for segment in row.old_segments)


def _new(row: Row) -> str:
    return "".join(segment.text for segment in row.new_segments)
