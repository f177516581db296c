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
from wiki.articles.merging.joining import Joiner
from wiki.articles.merging.kept import keep_definitions
from wiki.articles.merging.likeness import is_another_note
from wiki.markup.inline.targets import normalise_label

_NUMBER = re.compile(r"[0-9]{1,9}")


def merge_bodies(base: str, mine: str, theirs: str) -> Merge:
    """Merge two versions of `base` as `merge_texts` does, with no label for two things.

    Notes and links that `mine` adds under a label that `theirs` has for something else get a free
    label, and what both add to one list of notes goes together. Two meanings of one abbreviation
    are a conflict. What is referred to stays defined.
    """
    base, mine, theirs = follow_labels(base, mine, theirs)
    merged = _merge(base, mine, theirs)
    clashing = _find_clashing(merged.whole, base, mine, theirs)
    if names := {name for name in clashing if name[0] != "abbreviation"}:
        mine = relabel(mine, _free_labels(names, base, mine, theirs))
        merged = _merge(base, mine, theirs)
    for kind, label in clashing:
        if kind == "abbreviation" and merged.is_clean:
            merged = _contrast((kind, label), merged, mine)
    return keep_definitions(merged, mine, theirs)


def _merge(base: str, mine: str, theirs: str) -> Merge:
    return merge_texts(base, mine, theirs, join=Joiner(base, mine, theirs).join)


def _find_clashing(whole: str, base: str, mine: str, theirs: str) -> list[Name]:
    """Return the names that only the merge defines twice, with different meanings."""
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


def follow_labels(base: str, mine: str, theirs: str) -> tuple[str, str, str]:
    """Return the three versions with one set of labels, after either side gave old notes new ones.

    Who puts a note first may number the others anew by hand. What somebody else refers to by the
    old number would then be another note, and each line with a number would be a conflict.
    """
    if _find_moved(base, theirs):
        base, mine = _follow(base, mine, theirs)
    elif _find_moved(base, mine):
        base, theirs = _follow(base, theirs, mine)
    mine = _make_way(base, mine, theirs)
    return base, mine, _make_way(base, theirs, mine)


def _make_way(base: str, text: str, other: str) -> str:
    """Return a version in which a note that took the label of another one has its own.

    That matters only where the other version refers to the former note anew.
    """
    before, now, kept = (_meanings(version) for version in (base, text, other))
    added = count_references(other) - count_references(base)
    replaced = {
        name
        for name in added.keys() & now.keys() & before.keys()
        if name[0] == "note" and kept.get(name) == before[name]
        if is_another_note(before[name], now[name])
    }
    return relabel(text, _free_labels(replaced, base, text, other)) if replaced else text


def _find_moved(base: str, changed: str) -> dict[Name, str]:
    """Return the new labels of the definitions that another label stood for before."""
    before, after = _meanings(base), find_definitions(changed)
    by_meaning = {(d.name[0], d.meaning): d for d in after}
    now = {d.name: d.meaning for d in after}
    return {
        name: by_meaning[name[0], meaning].label
        for name, meaning in before.items()
        if name[0] != "abbreviation"
        and now.get(name) != meaning
        and (name[0], meaning) in by_meaning
    }


def _follow(base: str, text: str, other: str) -> tuple[str, str]:
    """Return the base and a version of it with the labels of the other version.

    What stands in the way of these, in the base or new in the text, gets a free label.
    """
    new, known = _find_moved(base, other), _labels(base)
    in_the_way = (known.keys() & _compared(new)) - new.keys()
    new |= _free_labels(in_the_way, base, text, other)
    followed = relabel(base, new)
    labels = _held_labels(known | new, _find_moved(base, text))
    rest = (_labels(text).keys() & _compared(labels)) - labels.keys()
    labels |= _free_labels(rest, base, text, other, followed)
    changed = {name: label for name, label in labels.items() if normalise_label(label) != name[1]}
    return followed, relabel(text, changed)


def _held_labels(new: Mapping[Name, str], own: Mapping[Name, str]) -> dict[Name, str]:
    """Return by the names that a version gave to what is in the base the labels to give it."""
    labels = {name: label for name, label in new.items() if name not in own}
    return labels | {(name[0], normalise_label(own[name])): new[name] for name in own}


def _compared(labels: Mapping[Name, str]) -> set[Name]:
    """Return the names of new labels."""
    return {(kind, normalise_label(label)) for (kind, _), label in labels.items()}


def _labels(text: str) -> dict[Name, str]:
    """Return the labels of notes and links as a text writes them."""
    found = find_definitions(text)
    return {each.name: each.label for each in found if each.name[0] != "abbreviation"}


def _free_labels(names: set[Name], *texts: str) -> dict[Name, str]:
    """Return a label for each name that none of the texts uses."""
    used = {name for text in texts for name in (*count_references(text), *_meanings(text))}
    labels = {}
    last: Counter[str] = Counter()  # up to this number all of a kind are taken
    for kind, label in sorted(names):
        is_number = _NUMBER.fullmatch(label) is not None
        number = last[kind] + 1 if is_number else 2
        while (kind, new := str(number) if is_number else f"{label}-{number}") in used:
            number += 1
        used.add((kind, new))
        last[kind] = number if is_number else last[kind]
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
