"""Find what a merged text refers to and no longer defines, and put it back.

One person takes out a note with its last reference, while another adds a reference to it: line by
line both go together, but the source that the new reference stands for would be gone.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from wiki.articles.merge import Merge
from wiki.articles.merging.definitions import Name, count_references, find_definitions
from wiki.markup.parse import blank_code

_QUOTED = re.compile(r"^ {0,3}(?:> ?)+", re.MULTILINE)


@dataclass(frozen=True)
class _Side:
    """A text with what it defines and uses."""

    text: str

    @cached_property
    def definitions(self) -> Mapping[Name, str]:
        """Return its definitions as they are written."""
        written: dict[Name, str] = {}
        for found in find_definitions(self.text):
            written.setdefault(found.name, self.text[found.start : found.end])
        return written

    def count_uses(self, names: Iterable[Name], labels: Mapping[Name, str]) -> Counter[Name]:
        """Count how often it refers to names; the `labels` of abbreviations are words."""
        used = count_references(self.text)
        used.subtract(Counter(found.name for found in find_definitions(self.text)))
        words = {labels[name]: name for name in names if name[0] == "abbreviation"}
        if words:
            signs = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
            found = re.findall(rf"(?<!\w)(?:{signs})(?!\w)", _without_definitions(self.text))
            used.update(words[word] for word in found)
        return used


def keep_definitions(merged: Merge, mine: str, theirs: str) -> Merge:
    """Return a merge with the definitions at its end that its references need and that it lacks."""
    lost = _find_lost(merged.whole, mine, theirs)
    if not lost:
        return merged
    newline = merged.newline
    text = f"{newline}{newline}".join(lost).replace("\r\n", "\n").replace("\n", newline)
    *parts, last = merged.parts or ("",)
    if not isinstance(last, str):
        return replace(merged, parts=(*merged.parts, newline + text))
    end = newline if last.endswith("\n") else ""
    before = f"{last.rstrip()}{newline}{newline}" if last.strip() or parts else ""
    return replace(merged, parts=(*parts, before + text + end))


def _find_lost(whole: str, mine: str, theirs: str) -> list[str]:
    """Return the definitions of either side that a merged text lacks, as they are written."""
    merged, sides = _Side(whole), (_Side(mine), _Side(theirs))
    known = {**sides[0].definitions, **sides[1].definitions}
    missing = known.keys() - merged.definitions.keys()
    if not missing:
        return []
    labels = {found.name: found.label for side in sides for found in find_definitions(side.text)}
    used = merged.count_uses(missing, labels)
    without = [
        (side.count_uses(missing, labels), missing - side.definitions.keys()) for side in sides
    ]
    lost = {name for name in missing if _is_lost(name, used, without)}
    names = _with_inner(lost, known, missing)
    return [
        _QUOTED.sub("", block) if block.lstrip().startswith(">") else block
        for name, block in known.items()
        if name in names
    ]


def _is_lost(
    name: Name, used: Counter[Name], without: Iterable[tuple[Counter[Name], Collection[Name]]]
) -> bool:
    """Return whether a reference came from the side that has the definition.

    Who takes out a definition and leaves references wants it so. Of an abbreviation that means that
    its words stand in the text without an explanation.
    """
    left = sum(counts[name] for counts, lacking in without if name in lacking)
    return used[name] > left if name[0] != "abbreviation" else used[name] > 0 == left


def _with_inner(
    lost: Collection[Name], known: Mapping[Name, str], missing: Collection[Name]
) -> set[Name]:
    """Return the names that are lost, with those that their definitions refer to."""
    names, waiting = set(lost), list(lost)
    while waiting:
        inner = count_references(known[waiting.pop()])
        waiting += [name for name in inner if name in missing and name not in names]
        names.update(waiting)
    return names


def _without_definitions(text: str) -> str:
    """Return a text without code and without what it defines."""
    codeless, parts, place = blank_code(text), [], 0
    for found in find_definitions(text):
        parts.append(codeless[place : max(place, found.start)])
        place = max(place, found.end)
    return "\n".join([*parts, codeless[place:]])
