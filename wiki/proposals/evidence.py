"""Weigh what speaks for a tag: its names in the words of an article, and the articles nearby.

Words are compared as the search compares them, so a text with "samskapandet" holds the name
"samskapande". The numbers are chosen so that what is suggested for the sample content looks right;
`tests/proposals/test_evidence.py` says for each article what that is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wiki.search.language.analysis import terms

MOST_SUGGESTED = 6
_MOST_WORDS = 4
# What it counts that a name stands there; in the text, how often matters, but ever less.
_TITLE, _SUMMARY, _HEADING, _BODY = 3.0, 2.0, 1.0, 2.0
_HALF = 2  # a name that stands so often in the text counts half of what it can
# Synonyms of a single word were chosen to find much: "steg", "nytta".
_LOOSE = 0.8
# A word tells nothing if fewer of the articles that hold it have the tag; see `Share`.
_LEAST_SHARE = 0.36
# Who puts a label into the title means it, however often others say the word.
_LEAST_SHARE_IN_TITLE = 0.5
# What words must reach to be shown. The articles nearby only put one tag before another: by their
# words alone, tags were suggested for the sample that nobody would choose.
_ENOUGH = 1.0
# The text alone speaks for a tag if it holds its names so often: in a short text, and in any.
_MOST_SILENT, _WORDS_FOR_A_NAME = 4, 150
_NEAR, _MOST_NEAR = 0.2, 4
# The translation says the same, and the fact box names the goal.
_CERTAIN = 10.0

Share = Callable[[tuple[str, ...], str], float]
"""How many of the other articles that hold these terms have the tag with this slug: 0 to 1."""


class Name(NamedTuple):
    """A name of a tag, as it is written and as its terms."""

    text: str
    terms: tuple[str, ...]
    is_label: bool


class NamedTag(NamedTuple):
    """A tag, with its names in the language of the article."""

    id: int
    kind: str
    slug: str
    number: int | None
    names: tuple[Name, ...]


@dataclass(frozen=True)
class Text:
    """What an article says, and the UN goals that its facts name."""

    language: str
    title: str
    summary: str
    headings: str
    body: str
    goals: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Nearby:
    """The tags of the translation, and of how many articles nearby each tag is one."""

    translation: frozenset[int] = frozenset()
    near: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """What speaks for a tag: words of the article, and articles nearby that have it."""

    tag_id: int
    score: float
    words: tuple[str, ...] = ()
    near: int = 0
    is_translated: bool = False
    is_goal: bool = False


def name_tag(
    label: str, synonyms: Iterable[str], language: str, *, whole_names: bool
) -> Iterator[Name]:
    """Yield the names of a tag that have a term; `whole_names` leaves out single words.

    A university is meant by its name, not by that of its town.
    """
    seen: set[tuple[str, ...]] = set()
    for place, text in enumerate((label, *synonyms)):
        found = tuple(terms(text, language))
        if found and found not in seen and not (whole_names and len(found) == 1):
            seen.add(found)
            yield Name(text, found, place == 0)


def suggest(text: Text, tags: Iterable[NamedTag], nearby: Nearby, share: Share) -> list[Evidence]:
    """Return what speaks for the tags that are worth suggesting, the best first."""
    read = _Reading(text)
    weighed = (_weigh(tag, read, nearby, share) for tag in tags)
    found = [evidence for evidence in weighed if evidence is not None]
    return sorted(found, key=lambda evidence: (-evidence.score, evidence.tag_id))[:MOST_SUGGESTED]


def _weigh(tag: NamedTag, read: "_Reading", nearby: Nearby, share: Share) -> Evidence | None:
    counted = list(_count_names(tag, read, share))
    score = sum(weight for weight, _found, _name in counted)
    is_said = score >= _ENOUGH and read.is_about([found for _weight, found, _name in counted])
    is_translated = tag.id in nearby.translation
    is_goal = tag.kind == "sdg" and tag.number in read.text.goals
    if not (is_said or is_translated or is_goal):
        return None
    near = nearby.near.get(tag.id, 0)
    counted.sort(key=lambda weighed: -weighed[0])
    return Evidence(
        tag.id,
        score + _NEAR * min(near, _MOST_NEAR) + _CERTAIN * (is_translated + is_goal),
        tuple(_written(name, tag.kind) for _weight, _found, name in counted[:_MOST_WORDS]),
        near,
        is_translated,
        is_goal,
    )


def _count_names(
    tag: NamedTag, read: "_Reading", share: Share
) -> Iterator[tuple[float, "_Found", Name]]:
    """Yield the names that stand in the article and tell something, each with its weight."""
    for name in tag.names:
        found = read.find(name.terms)
        if not any(found):
            continue
        telling = share(name.terms, tag.slug)
        if name.is_label and found.title:
            telling = max(telling, _LEAST_SHARE_IN_TITLE)
        if telling >= _LEAST_SHARE:
            is_loose = not name.is_label and len(name.terms) == 1
            yield telling * (_LOOSE if is_loose else 1) * found.weight, found, name


def _written(name: Name, kind: str) -> str:
    """Return a name as it is written within a sentence."""
    is_word = name.is_label and kind == "topic" and name.text[1:2].islower()
    return name.text[0].lower() + name.text[1:] if is_word else name.text


class _Found(NamedTuple):
    """How often a name stands in each part of an article."""

    title: int
    summary: int
    headings: int
    body: int

    @property
    def weight(self) -> float:
        return (
            _TITLE * (self.title > 0)
            + _SUMMARY * (self.summary > 0)
            + _HEADING * (self.headings > 0)
            + _BODY * self.body / (self.body + _HALF)
        )


class _Reading:
    """The terms of an article, arranged to look names up in them."""

    def __init__(self, text: Text) -> None:
        self.text = text
        parts = (text.title, text.summary, text.headings, text.body)
        self._parts = [_Places(terms(part, text.language)) for part in parts]

    def find(self, name: tuple[str, ...]) -> _Found:
        return _Found(*(part.count(name) for part in self._parts))

    def is_about(self, found: Sequence[_Found]) -> bool:
        """Tell whether names stand where they say what the article is about, or very often."""
        if any(place.title or place.summary or place.headings for place in found):
            return True
        often = max(_MOST_SILENT, self._parts[-1].length / _WORDS_FOR_A_NAME)
        return sum(place.body for place in found) >= often


class _Places:
    def __init__(self, words: Sequence[str]) -> None:
        self.length = len(words)
        self._words = tuple(words)
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            self._places[word].append(place)

    def count(self, name: tuple[str, ...]) -> int:
        """Return how often the terms stand side by side."""
        begins = self._places.get(name[0], ())
        return sum(self._words[begin : begin + len(name)] == name for begin in begins)
