"""Keep apart what two people named by one label: notes, link definitions and abbreviations.

A label means one thing in a text. When two people add different notes under one label, a merge that
looks only at lines would join them without a conflict, and one note would take the other's place.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from wiki.articles.merge import Conflict, Merge, merge_texts
from wiki.articles.merging.definitions import Name, count_references, find_definitions, relabel
from wiki.markup.inline.targets import normalise_label

_NUMBER = re.compile(r"[0-9]{1,9}")


def merge_bodies(base: str, mine: str, theirs: str) -> Merge:
    """Merge two versions of `base` as `merge_texts` does, with no label for two things.

    Notes and links that `mine` adds under a label that `theirs` has for something else get a free
    label. Two meanings of one abbreviation are a conflict.
    """
    mine, theirs = follow_labels(base, mine, theirs)
    merged = merge_texts(base, mine, theirs)
    clashing = _find_clashing(merged, base, mine, theirs)
    if names := {name for name in clashing if name[0] != "abbreviation"}:
        mine = relabel(mine, _free_labels(names, base, mine, theirs))
        merged = merge_texts(base, mine, theirs)
    for kind, label in clashing:
        if kind == "abbreviation" and merged.is_clean:
            merged = _contrast((kind, label), merged, mine)
    return merged


def _find_clashing(merged: Merge, base: str, mine: str, theirs: str) -> list[Name]:
    """Return the names that only the merge defines twice, with different meanings."""
    whole = "\n".join(
        part if isinstance(part, str) else f"{part.mine}\n{part.theirs}" for part in merged.parts
    )
    meanings = [_meanings(text) for text in (base, mine, theirs)]
    doubled = [_count(text) for text in (whole, mine, theirs)]
    return [
        name
        for name, count in doubled[0].items()
        if count > max(doubled[1][name], doubled[2][name]) and _differs(name, *meanings)
    ]


def _count(text: str) -> Counter[Name]:
    return Counter(definition.name for definition in find_definitions(text))


def _differs(name: Name, *meanings: Mapping[Name, str]) -> bool:
    """Return whether both sides gave a name a meaning of their own.

    What both reworded in its place is a conflict of words, not of labels. Two notes that say the
    same are two, since each stands below its own paragraph.
    """
    is_own = len({found.get(name) for found in meanings}) == len(meanings)
    is_added = name not in meanings[0] and name[0] != "abbreviation"
    return (is_own or is_added) and not _is_edited(name, *meanings)


def _is_edited(name: Name, *meanings: Mapping[Name, str]) -> bool:
    """Return whether both sides only reworded a definition of the base."""
    base, mine, theirs = meanings
    if name not in base:
        return False
    return not any(base[name] in found.values() for found in (mine, theirs))


def _meanings(text: str) -> dict[Name, str]:
    return {definition.name: definition.meaning for definition in find_definitions(text)}


def follow_labels(base: str, mine: str, theirs: str) -> tuple[str, str]:
    """Return both versions, after either follows the new labels that the other gave old notes.

    Who puts a note first may number the others anew by hand. A reference that somebody else adds
    to an old note by its old number would then lead to another note.
    """
    moved = _find_moved(base, theirs)
    if moved and _adds_references(base, mine, moved):
        return _follow(base, mine, theirs, moved), theirs
    moved = _find_moved(base, mine)
    if moved and _adds_references(base, theirs, moved):
        return mine, _follow(base, theirs, mine, moved)
    return mine, theirs


def _find_moved(base: str, changed: str) -> dict[Name, str]:
    """Return the new labels of the definitions that another label stood for before."""
    before, after = _meanings(base), find_definitions(changed)
    by_meaning = {(d.name[0], d.meaning): d for d in after}
    now = {d.name: d.meaning for d in after}
    return {
        name: by_meaning[name[0], meaning].label
        for name, meaning in before.items()
        if now.get(name) != meaning and (name[0], meaning) in by_meaning
    }


def _adds_references(base: str, changed: str, moved: Mapping[Name, str]) -> bool:
    before, after = count_references(base), count_references(changed)
    return any(after[name] > before[name] for name in moved)


def _follow(base: str, text: str, other: str, moved: Mapping[Name, str]) -> str:
    """Return a text with the new labels; its own new notes make room for them."""
    taken = {(kind, normalise_label(label)) for (kind, _), label in moved.items()}
    in_the_way = {name for name in _meanings(text) if name in taken and name not in moved}
    return relabel(text, {**_free_labels(in_the_way, base, text, other), **moved})


def _free_labels(names: set[Name], *texts: str) -> dict[Name, str]:
    """Return a label for each name that none of the texts uses."""
    used = {name for text in texts for name in (*count_references(text), *_meanings(text))}
    labels = {}
    for kind, label in sorted(names):
        is_number = _NUMBER.fullmatch(label) is not None
        number = 1 if is_number else 2
        while (kind, new := str(number) if is_number else f"{label}-{number}") in used:
            number += 1
        used.add((kind, new))
        labels[kind, label] = new
    return labels


def _contrast(name: Name, merged: Merge, mine: str) -> Merge:
    """Return a merge in which the two meanings of an abbreviation are a conflict."""
    text = "".join(part for part in merged.parts if isinstance(part, str))
    own = _meanings(mine)[name]
    sides, rest, place = {True: "", False: ""}, [], 0
    for definition in find_definitions(text):
        if definition.name == name:
            line = text[definition.start : definition.end] + merged.newline
            sides[definition.meaning == own] += line
            rest.append(text[place : definition.start])
            place = min(definition.end + len(merged.newline), len(text))
    before, after = rest[0], "".join([*rest[1:], text[place:]])
    parts = (before, Conflict("", sides[True], sides[False]), after)
    return replace(merged, parts=tuple(part for part in parts if part))
