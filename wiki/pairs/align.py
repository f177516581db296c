"""Tell which parts of a text have changed, and which part of the translation says the same."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.fuzz import ratio

from wiki.pairs.parts import SECTION, Part

# How much two sections must share (of 1) to be taken for one that was changed.
_LIKE_TEXT, _LIKE_HEADING = 0.5, 0.8
# Texts of more sections that all changed were written anew.
_MOST_COMPARED = 60
# So much of a section says what it is.
_COMPARED_LENGTH = 2_000


@dataclass(frozen=True)
class Change:
    """A part as it was and as it is; None for what is new, or gone."""

    before: Part | None
    after: Part | None

    @property
    def name(self) -> str:
        """Return what tells this change from any other of the text."""
        return f"{_mark(self.before)}-{_mark(self.after)}"


def _mark(part: Part | None) -> str:
    return part.mark if part else ""


def find_changes(base: Sequence[Part], now: Sequence[Part]) -> list[Change]:
    """Return what differs between two texts by part; what only moved has not changed."""
    gone, new = _without(base, now), _without(now, base)
    partners = _pair_likely(gone, new)
    paired = {id(part) for part in partners.values()}
    changes = [Change(partners.get(id(part)), part) for part in new]
    return changes + [Change(part, None) for part in gone if id(part) not in paired]


def _without(parts: Sequence[Part], others: Sequence[Part]) -> list[Part]:
    """Return the parts for which the others have no equal, each of which counts for one."""
    equal = Counter(part.mark for part in others)
    left = []
    for part in parts:
        equal[part.mark] -= 1
        if equal[part.mark] < 0:
            left.append(part)
    return left


def _pair_likely(gone: Sequence[Part], new: Sequence[Part]) -> dict[int, Part]:
    """Return by the identity of a new part which of those that are gone it was."""
    if len(gone) * len(new) > _MOST_COMPARED**2:
        return {}
    scored = [
        (score, -place, before, after)
        for after in new
        for place, before in enumerate(gone)
        if (score := _likeness(before, after, len(gone) == len(new) == 1)) > 0
    ]
    pairs: dict[int, Part] = {}
    taken: set[int] = set()
    for _score, _place, before, after in sorted(scored, key=lambda pair: pair[:2], reverse=True):
        if id(after) not in pairs and id(before) not in taken:
            pairs[id(after)] = before
            taken.add(id(before))
    return pairs


def _likeness(before: Part, after: Part, are_alone: bool) -> float:
    """Return how sure it is that a part became another; 0 when it cannot be told."""
    if before.sort != after.sort:
        return 0.0
    if before.sort != SECTION:
        return 1.0
    texts = before.text[:_COMPARED_LENGTH], after.text[:_COMPARED_LENGTH]
    text, name = ratio(*texts) / 100, ratio(before.slug, after.slug) / 100
    is_beginning = before.level == after.level == 0
    has_name = bool(before.slug and after.slug) and name >= _LIKE_HEADING
    if not (is_beginning or has_name or text >= _LIKE_TEXT or are_alone):
        return 0.0
    return 0.01 + text + name


def settle(base: Sequence[Part], now: Sequence[Part], change: Change) -> list[Part]:
    """Return the base with a change in it, which is one of those that `find_changes` found."""
    if change.before is not None:
        place = _place_of(change.before, base)
        return [*base[:place], *([change.after] if change.after else []), *base[place + 1 :]]
    if change.after is None:
        return list(base)
    place = _place_of(change.after, now)
    before = now[place - 1].mark if place else ""
    marks = [part.mark for part in base]
    new = marks.index(before) + 1 if before in marks else len(base)
    return [*base[:new], change.after, *base[new:]]


def _place_of(part: Part, parts: Sequence[Part]) -> int:
    return next(place for place, other in enumerate(parts) if other is part)


def find_counterparts(base: Sequence[Part], translated: Sequence[Part]) -> dict[str, Part]:
    """Return by mark which part of a translation says what a part of its original says.

    Sections are told by their order and their levels; where the two differ in these, those around
    the difference that are alike still are. The others are left out.
    """
    found = {}
    for sort in {part.sort for part in base}:
        ours, theirs = _of_sort(sort, base), _of_sort(sort, translated)
        matcher = SequenceMatcher(
            None, [part.level for part in ours], [part.level for part in theirs], autojunk=False
        )
        for start, other, size in matcher.get_matching_blocks():
            for step in range(size):
                found[ours[start + step].mark] = theirs[other + step]
    return found


def _of_sort(sort: str, parts: Iterable[Part]) -> list[Part]:
    return [part for part in parts if part.sort == sort]
