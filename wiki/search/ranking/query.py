"""Parse a question by a small grammar; whatever does not belong to it is read as words.

The grammar: `"a phrase"`, `-without`, and `tag:` `university:` `kind:` `language:` `year:` `title:`
(or their Swedish names).
Whoosh's parser never sees a reader's text: `*` alone takes it seconds, and `status:draft` finds
every draft.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from wiki.search.language.analysis import (
    LANGUAGES,
    is_searchable,
    join_digits,
    language_of,
    stem,
    words,
)

# Longer questions are cut, which the page mentions. Each word costs about a millisecond.
MOST_CHARACTERS = 400
MOST_WORDS = 32
# More small words together are a question without its point.
_MOST_PROMOTED = 2

_FILTER_NAMES = {
    "tag": "tag",
    "topic": "tag",
    "ämne": "tag",
    "ämnesord": "tag",
    "university": "university",
    "universitet": "university",
    "lärosäte": "university",
    "kind": "kind",
    "typ": "kind",
    "language": "language",
    "språk": "language",
    "year": "year",
    "år": "year",
    "title": "title",
    "titel": "title",
}
_VALUES = {
    "kind": {
        "concept": "concept",
        "begrepp": "concept",
        "concepts": "concept",
        "case": "case",
        "cases": "case",
        "exempel": "case",
        "fall": "case",
        "method": "method",
        "methods": "method",
        "metod": "method",
        "metoder": "method",
        "organisation": "organisation",
        "organisationer": "organisation",
        "organisations": "organisation",
        "organization": "organisation",
        "organizations": "organisation",
        "event": "event",
        "events": "event",
        "evenemang": "event",
        "händelse": "event",
        "händelser": "event",
    },
    "language": {
        "sv": "sv",
        "svenska": "sv",
        "swedish": "sv",
        "en": "en",
        "engelska": "en",
        "english": "en",
    },
}
# The words by which a question asks for a kind of article. Others in `_VALUES` mean more things.
_KIND_WORDS = {
    "concept": "begrepp concept",
    "case": "exempel case example",
    "method": "metod method",
    "organisation": "organisation organization",
    "event": "evenemang event",
}
_KINDS_NAMED = {
    stem(word, language): kind
    for kind, names in _KIND_WORDS.items()
    for word in names.split()
    for language in LANGUAGES
}
# Phones and word processors type these instead of '"'.
_QUOTES = str.maketrans(dict.fromkeys("“”„‟»«", '"'))
_YEAR = re.compile("[0-9]{4}")
_PIECE = re.compile(
    r"""(?P<minus>-)?                          # exclude
        (?:(?P<name>[^\W\d_]{2,20}):(?=\S))?   # a filter, or a word with a colon
        (?:"(?P<phrase>[^"]*)(?:"|$)           # a phrase; the last quote may be missing
        |(?P<word>[^\s"]+))""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Filter:
    """A condition that the reader typed; `is_excluded` when a minus was before it."""

    name: str
    value: str
    is_excluded: bool = False


@dataclass
class Question:
    """A parsed question, its words in the form in which words are compared."""

    words: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    excluded: list[tuple[str, ...]] = field(default_factory=list)
    titles: list[tuple[str, ...]] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    was_cut: bool = False

    @property
    def loose_words(self) -> list[str]:
        """Return the words that are not in quotation marks, for which others may be found too."""
        return [*self.words, *(word for title in self.titles for word in title)]

    @property
    def searchable_words(self) -> list[str]:
        """Return the words that are more than small words, each once, in order."""
        asked_in = language_of(self.all_words)
        return [word for word in self.all_words if is_searchable(word, asked_in)]

    @property
    def has_operators(self) -> bool:
        """Tell whether anything was typed that is not to be read as words."""
        return bool(self.phrases or self.excluded or self.titles or self.filters)

    @property
    def all_words(self) -> list[str]:
        """Return every word to look for, each once, in order."""
        all_words = [*self.words]
        for group in (*self.phrases, *self.titles):
            all_words.extend(group)
        return list(dict.fromkeys(all_words))


def parse(text: str) -> Question:
    """Return what `text` asks for; no text is an error, but the question may be empty."""
    question = Question(was_cut=len(text) > MOST_CHARACTERS)
    room = MOST_WORDS
    read = join_digits(text[:MOST_CHARACTERS].translate(_QUOTES))
    if read.isupper() and " " in read:  # capitals throughout tell nothing of abbreviations
        read = read.lower()
    for piece in _PIECE.finditer(read):
        room -= _read(piece, room, question)
    return question


def promote(question: Question, is_known: Callable[[str], bool]) -> Question:
    """Return a question of one small word, or two, in capitals if these are abbreviations.

    "So" or "who" may mean SO or WHO, if any text holds these (`is_known`).
    """
    if question.searchable_words or len(question.all_words) > _MOST_PROMOTED:
        return question

    def read(some: Iterable[str]) -> tuple[str, ...]:
        return tuple(word.upper() if is_known(word.upper()) else word for word in some)

    return replace(
        question,
        words=list(read(question.words)),
        phrases=[read(phrase) for phrase in question.phrases],
        titles=[read(title) for title in question.titles],
    )


def _read(piece: re.Match[str], room: int, question: Question) -> int:
    """Add one piece to the question; return how many words it used up."""
    name = _FILTER_NAMES.get((piece["name"] or "").lower(), "")
    value = piece["phrase"] if piece["phrase"] is not None else piece["word"]
    condition = _as_filter(name, value, piece["minus"] is not None)
    if condition is not None:
        question.filters.append(condition)
        return 1
    found = words(value if name == "title" else f"{piece['name'] or ''} {value}")
    if len(found) > room:
        question.was_cut = True
        found = found[:room]
    if found:
        _add_words(found, piece, name, question)
    return len(found)


def _as_filter(name: str, value: str, is_excluded: bool) -> Filter | None:
    """Return the filter that is meant, or None when these are only words with a colon."""
    if name in {"tag", "university"} and any(words(value)):
        return Filter(name, value, is_excluded)
    if name == "year" and _YEAR.fullmatch(value):
        return Filter(name, value, is_excluded)
    known = _VALUES.get(name, {}).get(value.lower())
    return Filter(name, known, is_excluded) if known else None


def _add_words(found: list[str], piece: re.Match[str], name: str, question: Question) -> None:
    if piece["minus"]:
        question.excluded.append(tuple(found))
    elif name == "title":
        question.titles.append(tuple(found))
    elif piece["phrase"] is not None:
        question.phrases.append(tuple(found))
    else:
        question.words.extend(found)


def named_kind(word: str) -> str:
    """Return the kind of article that a word of a question names, in any inflection, or ""."""
    stems = (stem(word, language) for language in LANGUAGES)
    return next((_KINDS_NAMED[each] for each in stems if each in _KINDS_NAMED), "")
