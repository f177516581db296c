"""Find who is named by `@` in a text."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

# What stands before an `@` in an e-mail address or a path is no blank and no sign of a sentence.
_AT = re.compile(r"(?<![\w.+/@-])@(?=\w)")
_WORD = re.compile(r"[\w'’-]*\w")


@dataclass(frozen=True)
class Named:
    """A place where somebody is named, with the `@`; nobody or several may be called that."""

    start: int
    end: int
    user_ids: frozenset[int]


def find_named(text: str, names: Iterable[tuple[int, str]]) -> list[Named]:
    """Return where a text names somebody, in order; the longest name that fits is meant.

    A first name is enough where only one person has it. `names` are all that may be meant, by
    account; somebody may have several.
    """
    by_first: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for user_id, name in names:
        if first := _WORD.match(name):
            by_first[first[0].casefold()].append((user_id, name))
    found = []
    for at in _AT.finditer(text):
        word = _WORD.match(text, at.end())
        if word:
            known = by_first.get(word[0].casefold(), [])
            found.append(_choose(text, at.start(), word.end(), known))
    return found


def _choose(text: str, at: int, end: int, known: list[tuple[int, str]]) -> Named:
    meant = [(user_id, name) for user_id, name in known if _stands(name, text, at + 1)]
    longest = max((len(name) for _user_id, name in meant), default=0)
    if longest:
        chosen = frozenset(user_id for user_id, name in meant if len(name) == longest)
        return Named(at, at + 1 + longest, chosen)
    people = frozenset(user_id for user_id, _name in known)
    return Named(at, end, people if len(people) == 1 else frozenset())


def _stands(name: str, text: str, start: int) -> bool:
    end = start + len(name)
    is_whole = not text[end : end + 1].isalnum()
    return is_whole and text[start:end].casefold() == name.casefold()
