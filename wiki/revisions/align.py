"""Align two sequences: find their common elements, in order and within a limit of work."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

# A step is a comparison or a move in the search, about half a microsecond: with the fixed work
# per element, this limits two texts of 256 kB to well under a second.
STEP_LIMIT = 500_000

# Unique elements split a text into gaps, which are split again. Deeper levels find nothing more in
# real texts, and the limit bounds the work on made-up texts.
_MAX_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Match:
    """A run of `length` equal elements, from index `old` and from index `new`."""

    old: int
    new: int
    length: int


class Budget:
    """The steps that a comparison may still take."""

    def __init__(self, steps: int = STEP_LIMIT) -> None:
        self.left = steps
        self.was_exceeded = False

    def take(self, steps: int) -> bool:
        """Take steps from the budget; return False, and record it, when too few are left."""
        if steps > self.left:
            self.was_exceeded = True
            return False
        self.left -= steps
        return True


@dataclass(frozen=True, slots=True)
class _Gap:
    """The bounds of a part of both sequences that is still to be compared."""

    old: int
    old_end: int
    new: int
    new_end: int
    depth: int = 0


def align(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[Match]:
    """Return the common runs of both sequences in rising order, without overlaps or contacts.

    Elements that occur exactly once on each side are anchors (patience diff); the parts between
    anchors are compared by Myers' algorithm ("An O(ND) difference algorithm", 1986). When the
    budget is spent, matches are missing, but none is wrong.
    """
    numbers: dict[Hashable, int] = {}
    a = [numbers.setdefault(element, len(numbers)) for element in old]
    b = [numbers.setdefault(element, len(numbers)) for element in new]
    found: list[Match] = []
    gaps = [_Gap(0, len(a), 0, len(b))]
    while gaps:
        gap = _trim(a, b, gaps.pop(), found)
        if gap.old == gap.old_end or gap.new == gap.new_end:
            continue
        anchors = _anchors(a, b, gap, budget) if gap.depth < _MAX_DEPTH else []
        if anchors:
            gaps.extend(_between(anchors, gap))
        else:
            found.extend(_shortest_path(a, b, gap, budget))
    return _joined(found)


def _trim(a: list[int], b: list[int], gap: _Gap, found: list[Match]) -> _Gap:
    """Add the common beginning and end of both parts to `found`; return the gap between them."""
    old, old_end, new, new_end = gap.old, gap.old_end, gap.new, gap.new_end
    while old < old_end and new < new_end and a[old] == b[new]:
        old += 1
        new += 1
    while old < old_end and new < new_end and a[old_end - 1] == b[new_end - 1]:
        old_end -= 1
        new_end -= 1
    if old > gap.old:
        found.append(Match(gap.old, gap.new, old - gap.old))
    if old_end < gap.old_end:
        found.append(Match(old_end, new_end, gap.old_end - old_end))
    return _Gap(old, old_end, new, new_end, gap.depth)


def _anchors(a: list[int], b: list[int], gap: _Gap, budget: Budget) -> list[tuple[int, int]]:
    """Return the indexes of the longest rising sequence of elements unique in both parts."""
    if not budget.take((gap.old_end - gap.old + gap.new_end - gap.new) // 4):
        return []
    old_part, new_part = a[gap.old : gap.old_end], b[gap.new : gap.new_end]
    old_counts, new_counts = Counter(old_part), Counter(new_part)
    places = {x: i for i, x in enumerate(new_part, gap.new) if new_counts[x] == 1}
    pairs = [
        (i, places[x])
        for i, x in enumerate(old_part, gap.old)
        if old_counts[x] == 1 and x in places
    ]
    return _longest_rising(pairs)


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest selection of pairs, given in rising order, whose second part rises."""
    tails: list[int] = []
    tail_index: list[int] = []
    before: list[int] = []
    for index, (_, new) in enumerate(pairs):
        at = bisect_left(tails, new)
        before.append(tail_index[at - 1] if at else -1)
        if at == len(tails):
            tails.append(new)
            tail_index.append(index)
        else:
            tails[at] = new
            tail_index[at] = index
    rising = []
    index = tail_index[-1] if tail_index else -1
    while index >= 0:
        rising.append(pairs[index])
        index = before[index]
    return rising[::-1]


def _between(anchors: list[tuple[int, int]], gap: _Gap) -> list[_Gap]:
    """Return the gaps that begin at each anchor, and the gap before the first."""
    starts = [(gap.old, gap.new), *anchors]
    ends = [*anchors, (gap.old_end, gap.new_end)]
    return [
        _Gap(old, old_end, new, new_end, gap.depth + 1)
        for (old, new), (old_end, new_end) in zip(starts, ends, strict=True)
        if old < old_end and new < new_end
    ]


def _shortest_path(a: list[int], b: list[int], gap: _Gap, budget: Budget) -> list[Match]:
    """Return the matches on the shortest edit path of a gap, as far as the budget allows."""
    in_a, in_b = set(a[gap.old : gap.old_end]), set(b[gap.new : gap.new_end])
    old = [i for i in range(gap.old, gap.old_end) if a[i] in in_b]
    new = [j for j in range(gap.new, gap.new_end) if b[j] in in_a]
    trail = _PathSearch([a[i] for i in old], [b[j] for j in new]).trail(budget)
    matches: list[Match] = []
    while trail is not None:
        matches.extend(_runs(old, new, trail.x, trail.y, trail.length))
        trail = trail.before
    return matches


def _runs(old: list[int], new: list[int], x: int, y: int, length: int) -> list[Match]:
    """Split a run of indexes in two rising lists wherever either list skips an index."""
    last = length - 1
    if old[x + last] - old[x] == new[y + last] - new[y] == last:
        return [Match(old[x], new[y], length)]
    half = length // 2
    return _runs(old, new, x, y, half) + _runs(old, new, x + half, y + half, length - half)


@dataclass(frozen=True, slots=True)
class _Trail:
    """A run of equal elements on a path, linked to the run before it."""

    x: int
    y: int
    length: int
    before: "_Trail | None"


class _PathSearch:
    """The search for a shortest edit path; each round allows another edit.

    `furthest[k]` is how far along `a` the diagonal k (x - y) has come, and `trails[k]` the path to
    that place. Both lists use that Python counts negative indexes from the end.
    """

    def __init__(self, a: list[int], b: list[int]) -> None:
        self.a, self.b = a, b
        self.goal = len(a) + len(b) if a and b else 0
        self.furthest = [-1] * (2 * self.goal + 3)
        self.furthest[1] = 0
        self.trails: list[_Trail | None] = [None] * (2 * self.goal + 3)
        self.best_sum = 0
        self.best_trail: _Trail | None = None
        # Diagonals that have left the grid are dropped from the outside in.
        self.low = self.high = 0

    def trail(self, budget: Budget) -> _Trail | None:
        """Return the path's last run, or that of the furthest path when the budget is spent."""
        # No gap may take more than half of what is left, so that others still get their share.
        reserve = budget.left // 2
        for edits in range(self.goal + 1):
            self._round(edits, budget)
            if self.best_sum == self.goal:
                break
            if budget.left <= reserve:
                budget.was_exceeded = True
                break
        return self.best_trail

    def _round(self, edits: int, budget: Budget) -> None:
        for k in range(self.low - edits, edits - self.high + 1, 2):
            x, trail = self._enter(k, edits)
            run = self._run(x, x - k)
            if run:
                trail = _Trail(x, x - k, run, trail)
                x += run
            self.furthest[k], self.trails[k] = x, trail
            budget.left -= 1 + run
            if x > len(self.a):
                self.high += 2
            elif x - k > len(self.b):
                self.low += 2
            elif 2 * x - k > self.best_sum:
                self.best_sum, self.best_trail = 2 * x - k, trail

    def _enter(self, k: int, edits: int) -> tuple[int, _Trail | None]:
        """Reach diagonal k by another edit: an insertion from k + 1 or a deletion from k - 1."""
        furthest = self.furthest
        if k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1]):
            return furthest[k + 1], self.trails[k + 1]
        return furthest[k - 1] + 1, self.trails[k - 1]

    def _run(self, x: int, y: int) -> int:
        """Return how many elements are equal from here on."""
        a, b, start, end_a, end_b = self.a, self.b, x, len(self.a), len(self.b)
        while x < end_a and y < end_b and a[x] == b[y]:
            x += 1
            y += 1
        return x - start


def _joined(found: list[Match]) -> list[Match]:
    """Return the matches in rising order, joining those that touch."""
    joined: list[Match] = []
    for match in sorted(found, key=lambda match: match.old):
        last = joined[-1] if joined else None
        if last and last.old + last.length == match.old and last.new + last.length == match.new:
            joined[-1] = Match(last.old, last.new, last.length + match.length)
        else:
            joined.append(match)
    return joined
