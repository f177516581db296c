"""What a deed has changed in the vocabulary, and what would undo it; plain values only.

A state is what JSON can hold: `terms` by id, `redirects` (slug to id), `related` ("3-7"), and for
some terms `articles` (article to term to who put it there and when) and `proposals` (by article).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from wiki.tags.tree import find_close_pairs, is_circle

# What of a term is a list of words.
WORDS = ("synonyms_sv", "synonyms_en", "near_sv", "near_en")
# What is kept of an article as a whole: if any of it was changed since, all of it stays.
_OF_ARTICLES = ("articles", "proposals")

State = dict[str, dict[str, Any]]
Changes = dict[str, dict[str, list[Any]]]
"""For each part of a state, what changed: the value before and the value after, by key."""


@dataclass
class Undoing:
    """What undoing a deed makes of the present state, and what stands in its way.

    `moved` are the terms that are no longer as the deed left them; `left` the articles that were
    tagged otherwise since, which stay as they are.
    """

    wanted: State
    moved: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)


def compare(before: State, after: State) -> Changes:
    """Return what differs between two states; of a term that is in both, only some fields."""
    changes: Changes = {}
    for part, old in before.items():
        new = after[part]
        pairs = {key: _narrow(part, old.get(key), new.get(key)) for key in {*old, *new}}
        found = {key: pairs[key] for key in sorted(pairs) if pairs[key][0] != pairs[key][1]}
        if found:
            changes[part] = found
    return changes


def _narrow(part: str, old: Any, new: Any) -> list[Any]:
    if part != "terms" or old is None or new is None:
        return [old, new]
    names = [name for name in old if name != "version" and old[name] != new[name]]
    return [{name: old[name] for name in names}, {name: new[name] for name in names}]


def plan_undo(changes: Changes, current: State) -> Undoing:
    """Return what undoes the changes in the present state.

    A field that is as the deed left it becomes what it was before; of a list of words, those that
    came go, and those that went come back. What was tagged otherwise since stays. Whatever else
    has moved on is named in `moved`, and then nothing of it may be written.
    """
    undoing = Undoing({part: dict(values) for part, values in current.items()})
    for key, (old, new) in changes.get("terms", {}).items():
        _undo_term(key, old, new, undoing)
    for part in ("redirects", "related", *_OF_ARTICLES):
        values = undoing.wanted[part]
        for key, (old, new) in changes.get(part, {}).items():
            now = values.get(key)
            if now == new:
                _put(values, key, old)
            elif part in _OF_ARTICLES:
                undoing.left.add(int(key))
            elif now != old:
                undoing.moved |= set(_terms_of(key, old, new, now))
    undoing.moved |= set(find_dangling(undoing.wanted))
    return undoing


def _put(values: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value


def _terms_of(key: str, *values: int | bool | None) -> Iterator[int]:
    """Yield the terms that a redirect leads or led to, or that are or were related."""
    for value in values:
        if isinstance(value, bool):
            yield from map(int, key.split("-"))
        elif value is not None:
            yield value


def _undo_term(key: str, old: Any, new: Any, undoing: Undoing) -> None:
    terms = undoing.wanted["terms"]
    now = terms.get(key)
    if old is None or new is None or now is None:
        if _is_same(now, new):
            _put(terms, key, old)
        else:
            undoing.moved.add(int(key))
        return
    terms[key] = fields = dict(now)
    for name in old:
        if now[name] == new[name]:
            fields[name] = old[name]
        elif name in WORDS:
            fields[name] = undo_words(now[name], old[name], new[name])
        elif now[name] != old[name]:
            undoing.moved.add(int(key))


def _is_same(now: Any, then: Any) -> bool:
    if now is None or then is None:
        return now is then
    return {**now, "version": 0} == {**then, "version": 0}


def undo_words(now: list[str], old: list[str], new: list[str]) -> list[str]:
    """Take away the words that came, and give back those that went, in a list that moved on."""
    came = set(new) - set(old)
    kept = [word for word in now if word not in came]
    return kept + [word for word in old if word not in new and word not in kept]


def find_dangling(state: State) -> Iterator[int]:
    """Yield the terms that are not there and that something needs, and terms with such a parent."""
    terms = state["terms"]
    for key, fields in terms.items():
        if fields["parent_id"] is not None and str(fields["parent_id"]) not in terms:
            yield int(key)
    proposed = chain.from_iterable(state["proposals"].values())
    used = {
        *map(str, state["redirects"].values()),
        *chain.from_iterable(map(_split, state["related"])),
        *chain.from_iterable(state["articles"].values()),
        *(str(row["tag_id"]) for row in proposed),
    }
    yield from map(int, used - terms.keys())


@dataclass(frozen=True)
class Faults:
    """What the rules of the vocabulary forbid in a state: the terms concerned, by rule."""

    circles: list[int]
    close: list[tuple[int, int]]
    same_address: list[int]
    same_label: list[int]

    def __bool__(self) -> bool:
        return bool(self.circles or self.close or self.same_address or self.same_label)


def find_faults(state: State) -> Faults:
    """Return what the rules of the vocabulary forbid in a state."""
    terms = {int(key): fields for key, fields in state["terms"].items()}
    parents = {tag_id: fields["parent_id"] for tag_id, fields in terms.items()}
    pairs = [(int(first), int(second)) for first, second in map(_split, state["related"])]
    return Faults(
        [tag_id for tag_id in parents if is_circle(parents, tag_id)],
        find_close_pairs(parents, pairs),
        [tag_id for tag_id, fields in terms.items() if fields["slug"] in state["redirects"]]
        + _repeated(terms, "slug"),
        _repeated(terms, "label_sv", "kind") + _repeated(terms, "label_en", "kind"),
    )


def _split(key: str) -> list[str]:
    return key.split("-")


def _repeated(terms: Mapping[int, dict[str, Any]], *names: str) -> list[int]:
    """Return the terms that are the same in these fields as one before them."""
    seen: set[tuple[str, ...]] = set()
    found = []
    for tag_id, fields in terms.items():
        value = tuple(str(fields[name]).casefold() for name in names)
        if value in seen:
            found.append(tag_id)
        seen.add(value)
    return found
