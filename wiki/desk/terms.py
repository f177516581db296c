"""Read a line of several terms, and write down a deed so that it can be undone.

Labels hold commas themselves ("Peace, justice and strong institutions"), so that of the words
between commas, as many as possible are read as one term.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from wiki.tags.terms import word_key

_DEED = re.compile(r"\d{1,9}(,\d{1,9})*(;[0-9a-f]{1,8}:\d{1,9}(,\d{1,9})*)*", re.ASCII)
# A term is looked for in at most so many parts, however many commas somebody types.
_MOST_COMMAS = 4


class NamedTerm(Protocol):
    """What is asked of a term of the vocabulary."""

    @property
    def id(self) -> int:
        """Return its number."""

    @property
    def synonyms(self) -> Sequence[tuple[str, str]]:
        """Return its other names, each with its language."""

    def label(self, language: str) -> str:
        """Return its name."""


@dataclass(frozen=True)
class Line:
    """What was read: the terms, the words that name none, and those that name several."""

    ids: Sequence[int]
    unknown: Sequence[str]
    ambiguous: Sequence[str]


class Words:
    """The names of all terms. A label comes before a synonym, and the own language before both."""

    def __init__(self, terms: Iterable[NamedTerm], language: str) -> None:
        self._ranks: list[defaultdict[str, set[int]]] = [defaultdict(set) for _rank in range(3)]
        for term in terms:
            for other in ("sv", "en"):
                self._ranks[other != language][word_key(term.label(other))].add(term.id)
            for _language, text in term.synonyms:
                self._ranks[2][word_key(text)].add(term.id)

    def find(self, words: str) -> set[int]:
        """Return the terms that the words name; none for no words."""
        key = word_key(words)
        return next((rank[key] for rank in self._ranks if key and key in rank), set())

    def read(self, line: str) -> Line:
        """Read terms between commas, each once."""
        parts = [part.strip() for part in line.split(",") if part.strip()]
        ids: dict[int, None] = {}
        unknown: list[str] = []
        ambiguous: list[str] = []
        while parts:
            length, found = self._find_longest(parts)
            words, parts = ", ".join(parts[:length]), parts[length:]
            if len(found) == 1:
                ids |= dict.fromkeys(found)
            else:
                (ambiguous if found else unknown).append(words)
        return Line(list(ids), unknown, ambiguous)

    def _find_longest(self, parts: Sequence[str]) -> tuple[int, set[int]]:
        """Return how many of the parts, from the first, are one term, and what they name."""
        for length in range(min(len(parts), _MOST_COMMAS + 1), 0, -1):
            found = self.find(", ".join(parts[:length]))
            if found:
                return length, found
        return 1, set()


def write_deed(came: Mapping[int, Collection[int]]) -> str:
    """Write which tags came to which articles, short enough for the cookie of the next page.

    The numbers of the tags, then for each set of them, as bits, the articles that got it.
    """
    tags = sorted({tag for added in came.values() for tag in added})
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for article, added in came.items():
        groups[sum(1 << tags.index(tag) for tag in set(added))].append(article)
    parts = [f"{bits:x}:{','.join(map(str, articles))}" for bits, articles in groups.items()]
    return ";".join([",".join(map(str, tags)), *parts])


def read_deed(text: str) -> dict[int, set[int]]:
    """Return what `write_deed` wrote; nothing for what it cannot have written."""
    if not _DEED.fullmatch(text):
        return {}
    first, *parts = text.split(";")
    tags = [int(number) for number in first.split(",")]
    came: dict[int, set[int]] = {}
    for part in parts:
        bits, _colon, articles = part.partition(":")
        added = {tag for place, tag in enumerate(tags) if int(bits, 16) >> place & 1}
        came |= {int(article): added for article in articles.split(",")}
    return came
